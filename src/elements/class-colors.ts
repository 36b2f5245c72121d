/** Class colours there are (`--_class-0` and on, in base.styles.ts); models with more classes use them again. */
export const CLASS_COLORS = 10;

export function classColor(label: number): string {
  return `var(--_class-${label % CLASS_COLORS})`;
}
