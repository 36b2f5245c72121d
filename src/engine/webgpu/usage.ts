/** The flags of GPUBufferUsage that this engine needs, which TypeScript's own library does not declare. */
export const USAGE = {mapRead: 1, copySource: 4, copyTarget: 8, uniform: 64, storage: 128} as const;

/** GPUMapMode.READ */
export const MAP_READ = 1;

/** GPUShaderStage.COMPUTE */
export const COMPUTE_STAGE = 4;
