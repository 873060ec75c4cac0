import type { Page } from './chromium.ts';

/** What a reader of a page sees, as far as it can be measured. */
export interface Measured {
  /** Px; more than the window's width means that the page can be moved sideways. */
  scrollWidth: number;
  /** Elements that reach beyond the window, outside boxes that scroll. */
  overflowing: string[];
  /** Texts in charts that reach out of them, or lie on one another. */
  collisions: string[];
  charts: { name: string; width: number; height: number; forms: number }[];
  /** Texts whose contrast with what is behind them is below 4.5, or 3 where they are large. */
  faint: string[];
  /** Texts of the comparison's tables that have to be moved sideways to be read: all of it must show at once. */
  hidden: string[];
  /** Elements of the page. */
  nodes: number;
}

/** Measures a page in its present form. */
export function measure(page: Page): Promise<Measured> {
  return page.evaluate<Measured>(MEASURE);
}

/** Text, because it runs in the browser, where nothing of this program is. */
const MEASURE = String.raw`(() => {
  const shows = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().width > 0;
  const label = (element) => element.tagName.toLowerCase() + '.' + element.getAttribute('class') + ' ' + (element.textContent ?? '').trim().slice(0, 60);
  const scrolls = (element) => {
    for (let box = element.parentElement; box !== null; box = box.parentElement) {
      if (box === document.body) return false;
      if (/auto|scroll|hidden/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const elements = [...document.body.querySelectorAll('*')].filter(shows);

  const overflowing = elements
    .filter((element) => !element.closest('.unseen') && !scrolls(element))
    .filter((element) => { const { left, right } = element.getBoundingClientRect(); return left < -0.5 || right > innerWidth + 0.5; })
    .map(label);

  const hidden = elements
    .filter((element) => element.matches('#naive .scroll') && element.scrollWidth > element.clientWidth)
    .map((element) => element.scrollWidth + ' px in ' + element.clientWidth + ' px: ' + element.querySelector('thead').innerText);

  const drawings = elements.filter((element) => element.matches('.chart > svg'));
  const charts = drawings.map((svg) => {
    const { width, height } = svg.getBoundingClientRect();
    return { name: svg.getAttribute('aria-label'), width, height, forms: svg.querySelectorAll('path, rect').length };
  });
  const collisions = drawings.flatMap((svg) => {
    const outer = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    const name = svg.getAttribute('aria-label') + ': ';
    const out = texts
      .filter(({ box }) => box.left < outer.left - 2 || box.right > outer.right + 2 || box.top < outer.top - 2 || box.bottom > outer.bottom + 2)
      .map(({ text }) => name + text.slice(0, 40) + ' reaches out');
    const meeting = texts.flatMap((a, index) =>
      texts
        .slice(index + 1)
        .filter((b) => Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 4)
        .map((b) => name + a.text.slice(0, 40) + ' meets ' + b.text.slice(0, 40)));
    return [...out, ...meeting];
  });

  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const behind = (element) => {
    if (element === null) return { r: 255, g: 255, b: 255, a: 1 };
    const colour = parse(getComputedStyle(element).backgroundColor);
    return colour.a === 1 ? colour : over(colour, behind(element.parentElement));
  };
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((value) => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const faint = elements
    .filter((element) => !element.closest(':disabled, .unseen') && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .flatMap((element) => {
      const style = getComputedStyle(element);
      const under = behind(element);
      const front = over(parse(element.ownerSVGElement ? style.fill : style.color), under);
      const [light, dark] = [luminance(front), luminance(under)].sort((a, b) => b - a);
      const contrast = (light + 0.05) / (dark + 0.05);
      const px = parseFloat(style.fontSize);
      const large = px >= 24 || (px >= 18.66 && Number(style.fontWeight) >= 700);
      return contrast < (large ? 3 : 4.5) ? [contrast.toFixed(2) + ' ' + label(element)] : [];
    });

  const nodes = document.querySelectorAll('*').length;
  return { scrollWidth: document.documentElement.scrollWidth, overflowing, hidden, collisions, charts, faint, nodes };
})()`;
