// Shows what changes while it is typed. Without this script the button does it.
"use strict";
{
  const form = document.getElementById("sheet");
  const shown = document.querySelector("[data-changes]");
  let waiting = 0;
  let asked = null;

  const show = async () => {
    asked?.abort();
    asked = new AbortController();
    const typed = new FormData(form);
    typed.append("_fragment", "");
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed, signal: asked.signal });
      const isPart = answer.ok && !answer.redirected && answer.headers.get("X-Fragment");
      if (isPart) shown.innerHTML = await answer.text();
    } catch {
      // Another keystroke was faster, or there is no connection: the button still works.
    }
  };

  const later = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(show, 900);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
}
