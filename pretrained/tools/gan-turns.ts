import {DiscriminatorObjective, GeneratorObjective, type Reals} from '../../src/training/objectives/gan.js';
import type {ExampleSet, Objective} from '../../src/training/objectives/objective.js';
import {Trainer} from '../../src/training/trainer.js';
import {Turns} from '../../src/training/turns.js';
import type {GanRecipe} from './recipe.js';
import type {Run} from './workshop.js';

type Rules = Pick<GanRecipe, 'objective' | 'adam' | 'turns' | 'lead'> & {generatorRate?: number};

/** Generator and discriminator of a recipe, in turns. */
export function ganTurns({objective, adam, turns, lead, generatorRate}: Rules, examples: Reals, run: Run): Turns {
  const player = (net: string, own: Objective<Reals>, seed: number, rate?: number): Trainer<ExampleSet> => {
    const trainer = new Trainer({...run, objectives: [own, own], examples, seed, player: {nets: [net], optimizer: adam, rate}});
    // What its examples are, only the objective knows.
    return trainer as unknown as Trainer<ExampleSet>;
  };
  return new Turns({
    discriminator: {trainer: player('discriminator', new DiscriminatorObjective(objective), run.seed), turns},
    // Its latents are others than those that the discriminator has just seen.
    generator: {
      trainer: player('generator', new GeneratorObjective(objective), run.seed + 2 ** 16, generatorRate),
      turns: 1,
      waits: lead,
    },
  });
}
