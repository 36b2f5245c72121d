// What each first view, chunk and net may weigh, in kB of gzip: a row for each in ceilings.json. A change that makes one grow moves its row, and so shows in
// the change; `npm run size -- --write` writes all rows as they are now, nets as they are and the rest with 2 % of room.
import fs from 'node:fs';

/** Chunks by their names without a hash, all copies together, since each script tag has its own; nets by model and file. */
export type Kind = 'first views' | 'chunks' | 'nets';

const file = new URL('./ceilings.json', import.meta.url);
const ceilings = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<Kind, Record<string, number>>;
const found: Record<Kind, Record<string, number>> = {'first views': {}, chunks: {}, nets: {}};

/** Why a weight is refused, or nothing. */
export function overCeiling(kind: Kind, name: string, kilobytes: number): string | undefined {
  found[kind][name] = Math.ceil(kilobytes * (kind === 'nets' ? 10 : 10.2)) / 10;
  const ceiling = ceilings[kind][name];
  if (ceiling === undefined) return `${name}: ${kilobytes.toFixed(1)} kB and no row in test/measure/ceilings.json under "${kind}"`;
  return kilobytes > ceiling ? `${name}: ${kilobytes.toFixed(2)} kB, over its ceiling of ${ceiling} kB` : undefined;
}

/** Rows that nothing was measured for: what they guarded is gone, or was renamed. */
export function unusedRows(kind: Kind): string[] {
  return Object.keys(ceilings[kind]).filter((name) => !(name in found[kind]));
}

export function writeRows(): void {
  const sorted = Object.entries(found).map(([kind, list]) => [
    kind,
    Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1))),
  ]);
  fs.writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
