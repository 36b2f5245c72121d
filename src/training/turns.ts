import type {ExampleSet} from './objectives/objective.js';
import type {StepResult, Trainer} from './trainer.js';

/** One player's trainer, how many turns it has in a step, and for how many steps it only watches first. */
export type Turn = {trainer: Trainer<ExampleSet>; turns: number; waits?: number};

/** Players that train in turns on one exchange, each against the others as they are at that moment (Goodfellow et al. 2014, algorithm 1). */
export class Turns {
  readonly #players: Record<string, Turn>;

  /** In the order in which they play. */
  constructor(players: Record<string, Turn>) {
    this.#players = players;
  }

  /** Losses are those of each player's last turn, by its name. */
  step(step: number): StepResult {
    const losses: Record<string, number> = {};
    for (const [name, {trainer, turns, waits = 0}] of Object.entries(this.#players)) {
      if (step <= waits) continue;
      for (let turn = 1; turn <= turns; turn++) {
        const {loss, ...parts} = trainer.step((step - waits - 1) * turns + turn).losses;
        losses[name] = loss!;
        Object.assign(losses, parts);
      }
    }
    return {step, losses};
  }

  dispose(): void {
    for (const {trainer} of Object.values(this.#players)) trainer.dispose();
  }
}
