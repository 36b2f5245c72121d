import {download} from './downloads.js';
import {offerModel} from './models.js';
import {registerShippedModel, type ShippedModel} from './shipped-model.js';

/** Filled in by the build (rollup.config.mjs): true in script-tag builds, whose files lie beside each other; undefined where sources run as they are. */
declare const IS_SCRIPT_TAG: boolean | undefined;

/** What is known of the models that come with the library before they are fetched (`.config/generate-models.mjs`), by id. */
export type OfferedModels = Record<string, {latents: number; load: () => Promise<{model: ShippedModel}>}>;

/**
 * Makes models known that an element's script does not hold. Where an element wants one, its module (manifest and topologies, as trusted as the script),
 * its `file` for the first output and the code that `early` starts are all fetched at once: nothing of it waits for another.
 * For bundlers they are offered only where readers may choose among them (`toBundlers`): else every model would be put into a page that shows one.
 */
export function offerModels(
  models: OfferedModels,
  file: string,
  {early = () => undefined, toBundlers = false}: {early?: (latents: number) => void; toBundlers?: boolean},
): void {
  const isBundled = typeof IS_SCRIPT_TAG !== 'undefined' && !IS_SCRIPT_TAG;
  if (isBundled && !toBundlers) return;
  for (const [id, {latents, load}] of Object.entries(models))
    offerModel(id, async (inPlace) => {
      early(latents);
      if (inPlace && typeof IS_SCRIPT_TAG !== 'undefined' && !isBundled)
        void download(new URL(`../pretrained/${id}/${file}`, import.meta.url).href);
      registerShippedModel((await load()).model);
    });
}
