// Small help on every page of the desk: an address from a title, a warning before typed text is
// lost, a button that copies.
"use strict";
{
  // The server has the last word on slugs; this shows what it will make of the title.
  const slugOf = (title) => {
    const plain = title
      .normalize("NFD")
      .replace(/(?<=[a-zA-Z])[\u0300-\u036f]+/g, "")
      .normalize("NFC")
      .toLowerCase()
      .replaceAll("ß", "ss")
      .replace(/['’]/g, "");
    const slug = plain
      .replace(/[^\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]+/gu, "-")
      .replace(/^-|-$/g, "");
    if (slug.length <= 80) return slug;
    const cut = slug.slice(0, 81).lastIndexOf("-");
    return cut > 0 ? slug.slice(0, cut) : slug.slice(0, 80);
  };

  document.querySelectorAll("[data-slug-from]").forEach((slug) => {
    const title = document.getElementById(slug.dataset.slugFrom);
    let ours = slug.value === "" || slug.value === slugOf(title.value);
    if (slug.form.elements.edition?.value) ours = false;
    slug.addEventListener("input", () => {
      ours = slug.value === "";
    });
    title.addEventListener("input", () => {
      if (ours) slug.value = slugOf(title.value);
    });
  });

  document.querySelectorAll("form[data-guarded]").forEach((form) => {
    let unsaved = Boolean(form.querySelector(".errorlist, .replace"));
    for (const event of ["input", "change"]) {
      form.addEventListener(event, () => {
        unsaved = true;
      });
    }
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget !== "_blank") unsaved = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (unsaved) event.preventDefault();
    });
  });

  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    });
  });
}
