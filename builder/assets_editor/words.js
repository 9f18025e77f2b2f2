/* Words of the article: between what is selected in the page and places in the text, which count in code points. */

/**
 * @typedef {{block: string, offset: number}} Point
 * @typedef {{article: string, start: Point, end: Point, words: string}} Passage
 */
export const article = /** @type {HTMLElement | null} */ (document.querySelector("[data-article]"));

const LETTER = /[\p{L}\p{M}\p{N}_\u200c\u200d]/u;
/** Scripts without blanks, in which each character counts as a word. */
const WORD_ALONE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

const blocks = () => [...(article?.querySelectorAll("p[id], figcaption[id]") ?? [])];

/** @param {string} block */
const lettersOf = (block) => [...(document.getElementById(block)?.textContent ?? "")];

/** The words from one point to another. @param {Point} start @param {Point} end @returns {Passage} */
const passageFrom = (start, end) => {
  const ids = blocks().map((block) => block.id);
  const covered = ids.slice(ids.indexOf(start.block), ids.indexOf(end.block) + 1);
  const words = covered.map((id) => lettersOf(id).slice(id === start.block ? start.offset : 0, id === end.block ? end.offset : undefined).join(""));
  return { article: article?.dataset.article ?? "", start, end, words: words.join("\n") };
};

/** Where the words of a range stand in the article's text, without blanks at the edges. @param {Range} range */
export const passageOf = (range) => {
  const parts = blocks().filter((block) => range.intersectsNode(block)).map((block) => {
    const before = document.createRange();
    before.selectNodeContents(block);
    const edge = (/** @type {Node} */ node, /** @type {number} */ offset) => {
      before.setEnd(node, offset);
      return [...before.toString()].length;
    };
    const start = block.contains(range.startContainer) ? edge(range.startContainer, range.startOffset) : 0;
    const end = block.contains(range.endContainer) ? edge(range.endContainer, range.endOffset) : lettersOf(block.id).length;
    return { block: block.id, start, end, words: lettersOf(block.id).slice(start, end) };
  });
  const covered = parts.filter(({ words }) => words.join("").trim());
  const [first, last] = [covered.at(0), covered.at(-1)];
  if (!first || !last) return null;
  const from = first.start + first.words.findIndex((letter) => letter.trim());
  const to = last.start + last.words.findLastIndex((letter) => letter.trim()) + 1;
  return passageFrom({ block: first.block, offset: from }, { block: last.block, offset: to });
};

/** A passage that ends where words do. @param {Passage} passage */
export const wholeWords = ({ start, end }) => {
  /** @param {Point} point @param {-1 | 1} step */
  const moved = ({ block, offset }, step) => {
    const letters = lettersOf(block);
    const isWithin = (/** @type {number} */ at) => [letters[at - 1], letters[at]].every((l) => l && LETTER.test(l) && !WORD_ALONE.test(l));
    let at = offset;
    while (isWithin(at)) at += step;
    return { block, offset: at };
  };
  return passageFrom(moved(start, -1), moved(end, 1));
};

/** The range of a passage, which is empty where the page does not show it. @param {{start: Point, end: Point}} passage */
export const rangeOf = ({ start, end }) => {
  const range = document.createRange();
  for (const [{ block, offset }, isEnd] of /** @type {[Point, boolean][]} */ ([[start, false], [end, true]])) {
    const walker = document.createTreeWalker(document.getElementById(block) ?? range.startContainer, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const letters = [...(node.nodeValue ?? "")];
      if (isEnd ? offset <= before + letters.length : offset < before + letters.length) {
        range[isEnd ? "setEnd" : "setStart"](node, letters.slice(0, offset - before).join("").length);
        break;
      }
      before += letters.length;
    }
  }
  return range;
};

/** Words as a line or two can show them. @param {string} words */
export const short = (words, length = 120) => {
  const plain = words.trim().replace(/[^\S\n]+/g, " ");
  return plain.length > length ? `${plain.slice(0, length * 0.7)} … ${plain.slice(-length * 0.25)}` : plain;
};
