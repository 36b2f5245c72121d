/** Text inside of a block. */
export type Span =
  | {kind: 'text' | 'code'; text: string}
  | {kind: 'strong' | 'emphasis'; spans: Span[]}
  | {kind: 'link'; href: string; spans: Span[]}
  | {kind: 'image'; source: string; alternative: string};

export type Block =
  | {kind: 'heading'; level: number; spans: Span[]}
  | {kind: 'paragraph'; spans: Span[]}
  | {kind: 'list'; ordered: boolean; items: Span[][]}
  | {kind: 'table'; head: Span[][]; rows: Span[][][]}
  | {kind: 'code'; text: string};

/** A card is a few thousand characters; what goes on beyond this is not read. */
const LONGEST = 40_000;
/** Emphasis inside of emphasis, no deeper than this. */
const DEEPEST = 4;

/**
 * The Markdown that model cards are written in: headings, paragraphs, lists, tables, fenced code; emphasis, code, links, images. Everything else,
 * HTML too, is text. A block is read from its lines, a span from left to right, so that no text takes long.
 */
export function readMarkdown(markdown: string): Block[] {
  const lines = markdown.slice(0, LONGEST).replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const take = (test: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && test(lines[at]!)) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at]!;
    const heading = /^(#{1,6}) +(.*)$/.exec(line);
    if (line.trim() === '') at++;
    else if (line.startsWith('```')) {
      at++;
      blocks.push({kind: 'code', text: take((other) => !other.startsWith('```')).join('\n')});
      at++;
    } else if (heading) {
      at++;
      blocks.push({kind: 'heading', level: heading[1]!.length, spans: readSpans(heading[2]!.trim())});
    } else if (isRow(line) && isRule(lines[at + 1] ?? '')) {
      const [head, , ...rows] = take(isRow).map(cellsOf);
      blocks.push({kind: 'table', head: head!.map((cell) => readSpans(cell)), rows: rows.map((row) => row.map((cell) => readSpans(cell)))});
    } else if (ITEM.test(line)) blocks.push(readList(take((other) => other.trim() !== '' && (ITEM.test(other) || /^\s/.test(other)))));
    else blocks.push({kind: 'paragraph', spans: readSpans(take((other) => isProse(other)).join(' ') || lines[at++]!)});
  }
  return blocks;
}

const ITEM = /^ {0,3}([-*+]|\d{1,3}[.)]) +/;
const isRow = (line: string) => line.startsWith('|');
const isRule = (line: string) => isRow(line) && /^[|\s:-]+$/.test(line) && line.includes('-');
const isProse = (line: string) => line.trim() !== '' && !/^(#{1,6} |```)/.test(line) && !isRow(line) && !ITEM.test(line);

function readList(lines: string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push(line.replace(ITEM, ''));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return {kind: 'list', ordered: /^ *\d/.test(lines[0]!), items: items.map((item) => readSpans(item))};
}

/** Cells between bars, where `\|` is a bar of the text. */
function cellsOf(line: string): string[] {
  const cells = line
    .trim()
    .replaceAll('\\|', '\0')
    .split('|')
    .map((cell) => cell.trim().replaceAll('\0', '|'));
  return cells.slice(1, cells.at(-1) === '' ? -1 : undefined);
}

function readSpans(text: string, depth = 0): Span[] {
  const spans: Span[] = [];
  let plain = '';
  const add = (span: Span) => {
    if (plain !== '') spans.push({kind: 'text', text: plain});
    plain = '';
    spans.push(span);
  };
  for (let at = 0; at < text.length;) {
    const found = depth < DEEPEST ? readSpan(text, at, depth) : undefined;
    if (found) {
      add(found.span);
      at = found.end;
    } else {
      if (text[at] === '\\' && /[\\`*_{}[\]()#+.!|<>-]/.test(text[at + 1] ?? '')) at++;
      plain += text[at++]!;
    }
  }
  if (plain !== '') spans.push({kind: 'text', text: plain});
  return spans;
}

function readSpan(text: string, at: number, depth: number): {span: Span; end: number} | undefined {
  /** What lies between `open`, which is here, and the next `close`. */
  const between = (open: string, close: string): {inner: string; end: number} | undefined => {
    const start = at + open.length;
    const end = text.startsWith(open, at) ? text.indexOf(close, start) : -1;
    return end > start ? {inner: text.slice(start, end), end: end + close.length} : undefined;
  };
  switch (text[at]) {
    case '`': {
      const code = between('`', '`');
      return code && {span: {kind: 'code', text: code.inner}, end: code.end};
    }
    case '*': {
      const strong = between('**', '**');
      if (strong) return {span: {kind: 'strong', spans: readSpans(strong.inner, depth + 1)}, end: strong.end};
      const emphasis = /\s/.test(text[at + 1] ?? ' ') ? undefined : between('*', '*');
      return emphasis && {span: {kind: 'emphasis', spans: readSpans(emphasis.inner, depth + 1)}, end: emphasis.end};
    }
    case '!':
    case '[': {
      const isImage = text[at] === '!';
      const label = between(isImage ? '![' : '[', '](');
      const close = label ? text.indexOf(')', label.end) : -1;
      if (!label || close < 0) return undefined;
      const target = text.slice(label.end, close).trim();
      if (isImage) return {span: {kind: 'image', source: target, alternative: label.inner}, end: close + 1};
      return {span: {kind: 'link', href: target, spans: readSpans(label.inner, depth + 1)}, end: close + 1};
    }
    default:
      return undefined;
  }
}
