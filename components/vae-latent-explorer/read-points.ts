import type {Session} from '../../src/client/session.js';
import {FormatError} from '../../src/format/errors.js';
import type {LatentPoints} from '../../src/format/manifest.js';

/** Each is drawn, and measured whenever the point moves. */
const MOST_POINTS = 20_000;
/** Where the manifest names none. */
const MOST_CLASSES = 100;

/** Test images in latent space, checked: as many finite numbers as there are latents and a class for each image. */
export async function readPoints(session: Session<'vae'>, name: string): Promise<LatentPoints> {
  const text = new TextDecoder().decode(await session.file(name));
  const size = session.manifest.latent?.size ?? 0;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new FormatError(name, '', 'is not JSON');
  }
  const {z, labels} = (json ?? {}) as Partial<Record<keyof LatentPoints, unknown>>;
  const classes = session.manifest.data.labels?.length ?? MOST_CLASSES;
  if (
    !Array.isArray(labels) ||
    labels.length > MOST_POINTS ||
    !labels.every((label) => Number.isInteger(label) && label >= 0 && label < classes)
  )
    throw new FormatError(name, 'labels', `must be a list of at most ${MOST_POINTS} class numbers below ${classes}`);
  if (!Array.isArray(z) || z.length !== size * labels.length || !z.every((value) => Number.isFinite(value)))
    throw new FormatError(name, 'z', `must be ${size * labels.length} numbers, ${size} for each label`);
  return {z, labels};
}
