/* Passes the words that a reader has selected on to the form for reporting an error. Without this
   script she pastes them there. */

const LONGEST = 1000;
const BLOCKS = "p, li, tr, td, th, h1, h2, h3, h4, h5, h6, blockquote, pre, br";
const PARTS = "[data-part], .section[id], .question[id]";

function closest(node, selector) {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest(selector);
}

/* The text of a selection as the record has it: without labels of marks, a space between blocks. */
function words(range) {
  const copy = range.cloneContents();
  for (const label of copy.querySelectorAll("[data-apparatus]")) label.remove();
  for (const block of copy.querySelectorAll(BLOCKS)) block.before(" ");
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function addressWith(link, text, part) {
  const address = new URL(link.href);
  address.searchParams.set("words", text.slice(0, LONGEST));
  if (part) {
    address.searchParams.set("part", part.dataset.part || part.id);
  }
  return address.href;
}

/* Before the click itself: a browser may drop the selection when the button goes down. */
function pass(event) {
  const link = event.target instanceof Element && event.target.closest("a[href*='/report/?']");
  const selection = document.getSelection();
  if (!link || !selection || selection.isCollapsed) {
    return;
  }
  const range = selection.getRangeAt(0);
  const text = words(range);
  if (text && closest(range.commonAncestorContainer, ".article")) {
    link.href = addressWith(link, text, closest(range.startContainer, PARTS));
  }
}

document.addEventListener("pointerdown", pass, true);
document.addEventListener("keydown", pass, true);
