/** e to this is nothing beside 1 in double precision. */
const NEGLIGIBLE = -40;

/** log Σ eˣ, finite however small the terms are; −Infinity for none. */
export function logSumExp(terms: number[] | Float64Array): number {
  let most = -Infinity;
  for (let i = 0; i < terms.length; i++) if (terms[i]! > most) most = terms[i]!;
  if (most === -Infinity) return most;
  let sum = 0;
  for (let i = 0; i < terms.length; i++) if (terms[i]! - most > NEGLIGIBLE) sum += Math.exp(terms[i]! - most);
  return most + Math.log(sum);
}
