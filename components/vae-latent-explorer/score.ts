import type {Session} from '../../src/client/session.js';
import type {Batch} from '../../src/format/graph.js';

/** What a picture costs in nats: −ELBO = reconstruction + KL, under the likelihood that the model was trained with. */
export type Score = {reconstruction: number; kl: number; likelihood: string; seed: number};

const SCORED = ['bernoulli', 'laplace'];

/** @returns undefined where no likelihood is known */
export async function score(session: Session<'vae'>, x: Batch, seed: number): Promise<Score | undefined> {
  const {likelihood = ''} = session.manifest.objective ?? {};
  if (!SCORED.includes(likelihood)) return undefined;
  const {reconstruction, kl} = await session.ops.elbo({x, seed});
  return {reconstruction: reconstruction[0]!, kl: kl[0]!, likelihood, seed};
}
