// What may be chosen for a GAN: a page that offers it needs no more of training than these names.

/**
 * `non-saturating` and `minimax`: Goodfellow et al. 2014, section 3 and eq. 1. `least-squares`: Mao et al. 2017, eq. 9. `hinge`: Lim and Ye 2017, "Geometric GAN". `wasserstein`: Arjovsky et al.
 * 2017, eq. 2 and 3, which wants a discriminator whose slope is bounded.
 */
export const GAN_LOSSES = ['non-saturating', 'minimax', 'least-squares', 'hinge', 'wasserstein'] as const;
export type GanLoss = (typeof GAN_LOSSES)[number];

/** Adam (Kingma and Ba 2015), or plain gradient descent. */
export const GAN_OPTIMIZERS = ['adam', 'descent'] as const;
export type GanOptimizer = (typeof GAN_OPTIMIZERS)[number];
