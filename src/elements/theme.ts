export type Theme = 'light' | 'dark';
export type ThemeChoice = 'auto' | Theme;

/** A colour as sRGB bytes and alpha. */
export type Rgba = [red: number, green: number, blue: number, alpha: number];

let pixel: CanvasRenderingContext2D | null = null;

/** Any CSS colour as bytes: the browser's own parser reads `oklch()` and friends. Undefined for what is no colour. */
export function parseColor(color: string): Rgba | undefined {
  if (!CSS.supports('color', color)) return undefined;
  pixel ??= Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
  if (!pixel) return undefined;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = color;
  pixel.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

/** Relative luminance of WCAG 2, 0 … 1. */
export function luminance([red, green, blue]: Rgba): number {
  const linear = (byte: number) => (byte <= 10 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

// Where black and white text contrast equally.
const MIDDLE = 0.179;
const themeOf = (color: Rgba): Theme => (luminance(color) < MIDDLE ? 'dark' : 'light');
const prefersDark = () => matchMedia('(prefers-color-scheme: dark)').matches;

/** The colour that an element sits on: its nearest opaque ancestor's; 'image' where a picture comes first; undefined for a bare page. */
function backdrop(element: Element): Rgba | 'image' | undefined {
  for (let node: Node | null = element.parentNode; node; node = node instanceof ShadowRoot ? node.host : node.parentNode) {
    if (!(node instanceof Element)) continue;
    const {backgroundColor, backgroundImage} = getComputedStyle(node);
    if (backgroundImage !== 'none') return 'image';
    const color = parseColor(backgroundColor);
    if (color && color[3] > 0.5) return color;
  }
  return undefined;
}

/** What the page allows by `<meta name="color-scheme">`, which computed styles do not tell. */
const metaScheme = () => document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.content ?? 'normal';

/** How to draw on this page, and whether the element must bring a paper of its own because the page's does not go with it. */
export type Look = {theme: Theme; paper: string | undefined; ownPaper: boolean};

/**
 * `auto` follows, in this order: the page's `--gen-paper` or `--gen-ink`, the computed `color-scheme` of the host, the colour behind it, and
 * `prefers-color-scheme`. A bare page is white unless its color-scheme says that it may be dark.
 */
export function resolveLook(host: Element, choice: ThemeChoice): Look {
  const style = getComputedStyle(host);
  const behind = backdrop(host);
  const scheme = (style.colorScheme === 'normal' ? metaScheme() : style.colorScheme).split(' ');
  const followsSystem = scheme.includes('dark') && scheme.includes('light');
  const paper = parseColor(style.getPropertyValue('--gen-paper').trim());
  const ink = parseColor(style.getPropertyValue('--gen-ink').trim());
  const bare: Theme = (followsSystem && prefersDark()) || (scheme.includes('dark') && !scheme.includes('light')) ? 'dark' : 'light';
  const page: Theme = Array.isArray(behind) ? themeOf(behind) : behind === 'image' ? (prefersDark() ? 'dark' : 'light') : bare;

  let theme = page;
  if (choice !== 'auto') theme = choice;
  else if (paper) theme = themeOf(paper);
  else if (ink) theme = themeOf(ink) === 'dark' ? 'light' : 'dark';
  else if (scheme.includes('dark') && !followsSystem) theme = 'dark';
  else if (scheme.includes('light') && !followsSystem) theme = 'light';
  const ownPaper = !paper && (theme !== page || behind === 'image');
  return {theme, paper: Array.isArray(behind) && !ownPaper ? `rgb(${behind.slice(0, 3).join(' ')})` : undefined, ownPaper};
}
