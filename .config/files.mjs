import fs from 'node:fs/promises';

export const root = new URL('../', import.meta.url);

/** Newest modification time below a path from the project's root, in milliseconds; 0 where nothing is there. */
export async function newestChange(path) {
  const url = new URL(path, root);
  const stat = await fs.stat(url).catch(() => null);
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  const folder = path.endsWith('/') ? path : `${path}/`;
  const entries = await fs.readdir(new URL(folder, root), {withFileTypes: true});
  const times = await Promise.all(
    entries.filter((entry) => !entry.name.endsWith('.generated.ts')).map((entry) => newestChange(folder + entry.name)),
  );
  return Math.max(0, ...times);
}
