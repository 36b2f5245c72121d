import {MARK} from '../measure/first-view.js';

/** A demo of the same model written the usual way: a script tag with all of tfjs, a stock model, one canvas that follows the pointer. Ready when the first pictures are painted. */
export function usualPage(model: string, role: string, latents: number, count: number): string {
  return `<!doctype html><meta charset="utf-8"><title>${model}</title>
<script src="/node_modules/@tensorflow/tfjs/dist/tf.min.js"></script>
<canvas id="canvas" style="width: 448px; image-rendering: pixelated"></canvas>
<script>
  const canvas = document.getElementById('canvas');
  const start = async () => {
    const net = await tf.loadLayersModel('/pretrained/${model}/${role}.json');
    const paint = async (z) => {
      const images = tf.tidy(() => tf.concat(tf.unstack(net.predict(z)), 0).clipByValue(0, 1));
      await tf.browser.toPixels(images, canvas);
      tf.dispose([images, z]);
    };
    await paint(tf.randomNormal([${count}, ${latents}], 0, 1, 'float32', 1));
    canvas.addEventListener('pointermove', (event) =>
      paint(tf.fill([1, ${latents}], event.offsetX / 100 - 2)));
    window.genReady = true;
    window.genBackend = tf.getBackend();
    fetch('${MARK}');
  };
  start();
</script>`;
}
