// Lists of parts: adding, moving by button and by drag. Without this script the position numbers
// do the moving, and each save gives another empty part.
"use strict";
{
  const said = document.getElementById("said");

  const numbered = (list) => {
    [...list.children].forEach((part, index) => {
      part.querySelector("input[name$='-ORDER']").value = index + 1;
      part.querySelector(".part-number").textContent = index + 1;
    });
  };

  const tell = (part) => {
    const all = [...part.parentElement.children];
    said.textContent = `Now ${all.indexOf(part) + 1} of ${all.length}`;
  };

  // The neighbour moves, not the part: so it keeps the focus, and the pointer that holds it.
  const move = (part, by) => {
    const other = by < 0 ? part.previousElementSibling : part.nextElementSibling;
    if (!other) return false;
    if (by < 0) part.after(other);
    else part.before(other);
    numbered(part.parentElement);
    part.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  const middle = (part) => {
    const box = part.getBoundingClientRect();
    return box.top + box.height / 2;
  };

  const drag = (part, grip) => {
    grip.addEventListener("pointerdown", (start) => {
      start.preventDefault();
      grip.setPointerCapture(start.pointerId);
      part.classList.add("part-dragged");
      const follow = (event) => {
        const before = part.previousElementSibling;
        const after = part.nextElementSibling;
        if (before && event.clientY < middle(before)) move(part, -1);
        else if (after && event.clientY > middle(after)) move(part, 1);
      };
      const drop = () => {
        part.classList.remove("part-dragged");
        grip.removeEventListener("pointermove", follow);
        tell(part);
      };
      grip.addEventListener("pointermove", follow);
      grip.addEventListener("lostpointercapture", drop, { once: true });
    });
  };

  const prepare = (part) => {
    for (const movers of part.querySelectorAll(".movers")) movers.hidden = false;
    part.querySelector(".order").hidden = true;
    part.querySelectorAll("[data-move]").forEach((button) => {
      button.addEventListener("click", () => {
        if (move(part, Number(button.dataset.move))) tell(part);
        button.scrollIntoView({ block: "nearest" });
      });
    });
    drag(part, part.querySelector(".grip"));
    part.dispatchEvent(new CustomEvent("part:ready", { bubbles: true }));
  };

  const add = (section, list) => {
    const total = section.querySelector("input[name$='-TOTAL_FORMS']");
    const html = section.querySelector("template").innerHTML;
    list.insertAdjacentHTML("beforeend", html.replaceAll("__prefix__", total.value));
    total.value = Number(total.value) + 1;
    const part = list.lastElementChild;
    prepare(part);
    numbered(list);
    part.querySelector(".part-fields :is(input:not([type=hidden]), select, textarea)").focus();
  };

  const isEmpty = (part) =>
    !part.querySelector(".errorlist") &&
    [...part.querySelectorAll(".part-fields :is(input, select, textarea)")].every(
      (field) => !field.value
    );

  // An empty part at the end is for pages without script; here there is a button for it.
  const tidy = (section, list) => {
    const total = section.querySelector("input[name$='-TOTAL_FORMS']");
    const last = list.lastElementChild;
    const number = `-${Number(total.value) - 1}-`;
    if (list.children.length < 2 || !isEmpty(last)) return;
    if (!last.querySelector("input[name$='-ORDER']").name.includes(number)) return;
    last.remove();
    total.value = Number(total.value) - 1;
  };

  document.documentElement.classList.add("with-script");
  document.querySelectorAll("[data-parts]").forEach((section) => {
    const list = section.querySelector(".part-list");
    const byPosition = (part) => Number(part.querySelector("input[name$='-ORDER']").value) || Infinity;
    // After a refused save the parts stand where they were sent from: put them as they were left.
    list.append(...[...list.children].sort((a, b) => byPosition(a) - byPosition(b) || 0));
    tidy(section, list);
    [...list.children].forEach(prepare);
    numbered(list);
    const button = section.querySelector(".add");
    button.hidden = false;
    button.addEventListener("click", () => add(section, list));
  });
}
