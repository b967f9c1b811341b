// A few buttons above text areas that hold Markdown. The source stays what the editor sees.
"use strict";
{
  const WAYS = [
    { name: "Bold", label: "B", key: "b", change: (text) => `**${text || "bold"}**` },
    { name: "Italic", label: "I", key: "i", change: (text) => `*${text || "italic"}*` },
    { name: "Link", label: "Link", key: "k", change: (text) => `[${text || "text"}](https://)` },
    { name: "List", label: "List", lines: true, change: (line) => `- ${line}` },
    { name: "Heading", label: "Heading", lines: true, change: (line) => `# ${line}` },
  ];

  const changed = (area, way) => {
    let start = area.selectionStart;
    let end = area.selectionEnd;
    if (way.lines) {
      start = area.value.lastIndexOf("\n", start - 1) + 1;
      const next = area.value.indexOf("\n", end);
      end = next < 0 ? area.value.length : next;
    }
    const text = area.value.slice(start, end);
    const made = way.lines ? text.split("\n").map(way.change).join("\n") : way.change(text);
    area.focus();
    area.setSelectionRange(start, end);
    // The old command, since only it can be undone with the keyboard.
    if (!document.execCommand("insertText", false, made)) {
      area.setRangeText(made, start, end, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const toolbar = (area) => {
    const bar = document.createElement("div");
    const title = area.labels.length ? area.labels[0].firstChild.textContent.trim() : "the text";
    bar.className = "toolbar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", `Markdown for ${title}`);
    WAYS.forEach((way, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = way.label;
      button.setAttribute("aria-label", way.name);
      button.tabIndex = index ? -1 : 0;
      button.addEventListener("click", () => changed(area, way));
      bar.append(button);
    });
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const all = [...bar.children];
      const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
      for (const button of all) button.tabIndex = button === next ? 0 : -1;
      next.focus();
    });
    area.before(bar);
    area.addEventListener("keydown", (event) => {
      const way = WAYS.find((one) => one.key === event.key);
      if (!way || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      changed(area, way);
    });
  };

  const dress = (root) =>
    root.querySelectorAll("textarea[data-markdown]").forEach((area) => {
      if (!area.previousElementSibling?.classList.contains("toolbar")) toolbar(area);
    });

  document.addEventListener("part:ready", (event) => dress(event.target));
  dress(document);
}
