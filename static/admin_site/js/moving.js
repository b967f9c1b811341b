// Goes on step by step and shows how far it is. Without this script the button does each step.
"use strict";
{
  const LONGEST_WAIT = 30_000;
  const form = document.querySelector("form[data-moving]");
  const words = form.querySelector("[data-words]");
  const bar = form.querySelector("progress");
  const problems = form.querySelector("[data-problems]");
  const byHand = form.querySelector("[data-by-hand]");
  const headers = { Accept: "application/json" };
  const MOST_FAULTS = 3;
  let faults = 0;

  const pause = (time) => new Promise((resume) => window.setTimeout(resume, time));

  const stop = (text) => {
    const line = document.createElement("p");
    line.textContent = text;
    problems.replaceChildren(line);
    problems.hidden = false;
    byHand.hidden = false;
  };

  const step = async () => {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    // A fault of the site itself comes again each time; a proxy's 502 or 503 passes.
    faults = answer.status === 500 ? faults + 1 : 0;
    if (answer.status >= 500) throw new Error("no answer");
    const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
    return answer.redirected || !isOurs ? null : answer.json();
  };

  const goOn = async () => {
    for (let wait = 1000; ; ) {
      let said;
      try {
        said = await step();
      } catch {
        if (faults >= MOST_FAULTS) {
          return stop("The site can’t go on with this file. Whoever runs it finds the reason in its log; nothing was lost or written.");
        }
        words.textContent = "The connection is lost. Trying again …";
        await pause(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
        continue;
      }
      if (said === null) return stop("You were logged out. Log in again; nothing is lost, it goes on where it stopped.");
      if (said.state !== form.dataset.moving) return window.location.reload();
      wait = 1000;
      bar.max = Math.max(said.of, 1);
      bar.value = said.done;
      words.textContent = said.busy ? `${said.words}; another window is at it` : said.words;
      if (!said.goes_on) return stop(said.problem || "This import isn’t here any more.");
      // A site has few workers; between two steps others get a turn.
      await pause(said.busy ? 3000 : 150);
    }
  };

  byHand.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    byHand.hidden = true;
    problems.hidden = true;
    goOn();
  });
  goOn();
}
