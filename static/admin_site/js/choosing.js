// Keeps the choice as it is made. Without this script every button of the page keeps it.
"use strict";
{
  const form = document.querySelector("form[data-choosing]");
  const chosen = form.querySelector("[data-chosen]");
  let last = Promise.resolve();

  const keep = async () => {
    const body = new FormData(form);
    const headers = { Accept: "application/json" };
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers });
      const said = answer.redirected || !answer.ok ? {} : await answer.json();
      if (said.chosen !== undefined) chosen.textContent = `${said.chosen.toLocaleString("en")} ticked`;
    } catch {
      // The next change, or the next button, sends all of it again.
    }
  };

  form.addEventListener("change", () => {
    // One after the other, so that the last choice is the one that stays.
    last = last.then(keep);
  });
}
