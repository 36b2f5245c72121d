/** e to this is nothing beside 1 in double precision. */
const NEGLIGIBLE = -40;

/** log Σ eˣ, finite however small the terms are; −Infinity for none. */
export function logSumExp(terms: number[] | Float64Array): number {
  let most = -Infinity;
  for (const term of terms) if (term > most) most = term;
  if (most === -Infinity) return most;
  let sum = 0;
  for (const term of terms) if (term - most > NEGLIGIBLE) sum += Math.exp(term - most);
  return most + Math.log(sum);
}
