/** Shows the headings, paragraphs and tables of a Markdown report. */
export function showTables(target: HTMLElement, text: string): void {
  target.replaceChildren();
  for (const block of text.split('\n\n')) {
    if (!block.startsWith('| ')) {
      target.append(block.startsWith('### ') ? made('h2', block.slice(4)) : made('p', block));
      continue;
    }
    const [heads, , ...rows] = block.split('\n').map((line) => line.slice(2, -2).split(' | '));
    const table = made('table');
    table.append(row('th', heads!), ...rows.map((cells) => row('td', cells)));
    const scroll = made('div');
    scroll.className = 'scroll';
    scroll.append(table);
    target.append(scroll);
  }
}

function row(kind: 'th' | 'td', cells: string[]): HTMLElement {
  const found = made('tr');
  if (cells.some((text) => text.startsWith('ours'))) found.className = 'ours';
  found.append(...cells.map((text) => made(kind, text)));
  return found;
}

function made(tag: string, text = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
