/** The nets of the bench: a model that ships and the role that draws. */
export const NETS = [
  {model: 'vae-fashion-2d', role: 'decoder'},
  {model: 'vae-fashion', role: 'decoder'},
  {model: 'gan-fashion', role: 'generator'},
  {model: 'gan-fashion-conditional', role: 'generator'},
  {model: 'gan-faces', role: 'generator'},
  {model: 'vae-faces', role: 'decoder'},
] as const;

export const BATCHES = [1, 64, 400] as const;

/** The net of the cold starts, with the numbers of its input. */
export const COLD = {model: 'vae-fashion-2d', role: 'decoder', size: 2} as const;
