// Sends files in pieces, tells how far it is, and goes on after a lost connection. Without this
// script the form sends them whole.
"use strict";
{
  const PIECE = 1_000_000;
  const LONGEST_WAIT = 30_000;
  const form = document.querySelector("form[data-sending]");
  const box = form.querySelector("[data-sending-box]");
  const words = box.querySelector("[data-words]");
  const bar = box.querySelector("progress");
  const problems = form.querySelector("[data-problems]");
  const button = form.querySelector("button[type=submit]");
  const input = form.querySelector("input[type=file]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  let sending = false;

  class Stopped extends Error {}

  const size = (bytes) => {
    for (const [unit, name] of [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]]) {
      if (bytes >= unit) return `${(bytes / unit).toFixed(1)} ${name}`;
    }
    return `${bytes} bytes`;
  };

  const pause = (time) => new Promise((resume) => window.setTimeout(resume, time));

  const complain = (lines) => {
    problems.replaceChildren(
      ...lines.map((line) => {
        const one = document.createElement("p");
        one.textContent = line;
        return one;
      }),
    );
    problems.hidden = false;
    box.hidden = true;
    button.disabled = false;
    sending = false;
  };

  const show = (files, note) => {
    const total = files.reduce((sum, one) => sum + one.size, 0);
    const here = files.reduce((sum, one) => sum + one.received, 0);
    bar.max = Math.max(total, 1);
    bar.value = here;
    words.textContent = note || `${size(here)} of ${size(total)} sent`;
  };

  const isOurs = (answer) =>
    !answer.redirected && answer.headers.get("Content-Type")?.startsWith("application/json");

  // One piece, tried until it is there; the server says where it wants to go on.
  const sendPiece = async (file, files) => {
    const piece = file.data.slice(file.received, file.received + PIECE);
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      let answer = null;
      try {
        const address = `${file.address}?start=${file.received}`;
        answer = await fetch(address, { method: "POST", body: piece, headers });
      } catch {
        show(files, "The connection is lost. Trying again; you can also come back later.");
        await pause(wait);
        continue;
      }
      if (answer.status >= 500 && answer.status !== 507) {
        show(files, "The site doesn’t answer. Trying again; you can also come back later.");
        await pause(wait);
        continue;
      }
      if (!isOurs(answer)) {
        throw new Stopped("You were logged out. Log in again, then choose the same files under “Imports”.");
      }
      const said = await answer.json();
      if (said.problems) throw new Stopped(said.problems.join(" "));
      if (answer.status === 413) throw new Stopped("A piece was too large for the site. Tell whoever runs it.");
      file.received = said.received;
      return;
    }
  };

  const sendAll = async (files, address) => {
    for (const file of files) {
      while (file.data && file.received < file.size) {
        show(files);
        await sendPiece(file, files);
      }
    }
    sending = false;
    show(files, "All is sent.");
    window.location.assign(address);
  };

  const chosenFor = (files) => {
    const chosen = [...input.files];
    for (const file of files) {
      file.data = chosen.find((one) => one.name === file.name && one.size === file.size);
    }
    return files;
  };

  const announce = async () => {
    const said = new FormData(form);
    said.delete("files");
    const named = [...input.files].map((one) => [one.name, one.size]);
    said.append("announced", JSON.stringify(named));
    const answer = await fetch(form.action, { method: "POST", body: said, headers });
    if (!isOurs(answer)) throw new Stopped("You were logged out, or the site is busy. Load this page again.");
    const told = await answer.json();
    if (told.problems) throw new Stopped(told.problems.join(" "));
    return told;
  };

  const known = () =>
    [...document.querySelectorAll("[data-file]")].map(({ dataset }) => ({
      name: dataset.file,
      size: Number(dataset.size),
      received: Number(dataset.received),
      address: dataset.address,
    }));

  const send = async () => {
    if (form.dataset.page) {
      const files = chosenFor(known());
      const fits = files.some((one) => one.data && one.received < one.size);
      if (!fits) throw new Stopped("None of these is one of the files that are missing: name and size have to be the same.");
      return sendAll(files, form.dataset.page);
    }
    const told = await announce();
    return sendAll(chosenFor(told.files), told.address);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    button.disabled = true;
    problems.hidden = true;
    box.hidden = false;
    words.textContent = "Beginning …";
    try {
      await send();
    } catch (error) {
      const lost = "The connection is lost. Nothing was sent; try again.";
      complain([error instanceof Stopped ? error.message : lost]);
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });
}
