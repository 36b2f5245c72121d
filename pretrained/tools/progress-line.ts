/** A progress bar on one line of a terminal; where output goes to a file, a line every half minute. */
export class ProgressLine {
  #open = false;
  #shown = -Infinity;

  show(share: number, text: string): void {
    if (process.stdout.isTTY) {
      const filled = Math.round(20 * Math.min(1, share));
      process.stdout.write(`\r\u001b[2K${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${text}`);
      this.#open = true;
      return;
    }
    const now = performance.now();
    if (now - this.#shown < 30_000) return;
    this.#shown = now;
    console.log(`${(100 * share).toFixed(1)} % ${text}`);
  }

  /** Leaves the line, so that other output can follow. */
  end(): void {
    if (this.#open) process.stdout.write('\n');
    this.#open = false;
  }
}

/** Seconds as '1 h 05 min', '12 min' or '45 s'. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
