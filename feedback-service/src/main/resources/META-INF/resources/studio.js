// The studio's keys and components. Every page works without, but for the live curves and the spectrograms.

// A key presses what names it; space plays. What is written is left alone.
document.addEventListener('keydown', event => {
  if (event.target.matches('textarea, input') || event.ctrlKey || event.altKey || event.metaKey || event.repeat) {
    return;
  }
  if (event.key === ' ' && !event.target.matches('button, a, summary, audio')) {
    const player = document.querySelector('#queue audio');
    if (player) {
      event.preventDefault();
      if (player.paused) {
        player.play();
      } else {
        player.pause();
      }
    }
    return;
  }
  document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
});

// What was refused is told where it was sent from; a table that could not be refreshed stays.
document.addEventListener('htmx:responseError', ({ detail }) => {
  if (detail.requestConfig.verb === 'post') {
    const page = new DOMParser().parseFromString(detail.xhr.responseText, 'text/html');
    detail.target.replaceChildren(...page.querySelector('main').childNodes);
  }
});

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 300;
const HEIGHT = 90;
const MAX_POINTS = 2000;

function element(name, parent, text) {
  const made = document.createElement(name);
  if (text !== undefined) {
    made.textContent = text;
  }
  parent.append(made);
  return made;
}

/** The curve of a loss term: its last value in words, its course as a line. */
class Curve {
  constructor(name, parent) {
    this.points = new Map();
    const figure = element('figure', parent);
    const caption = element('figcaption', figure);
    element('span', caption, name);
    this.value = element('b', caption, '');
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', name);
    this.line = document.createElementNS(SVG, 'polyline');
    svg.append(this.line);
    figure.append(svg);
  }

  add(step, value) {
    this.points.set(step, value); // a resumed job trains some steps again
    if (this.points.size > MAX_POINTS) {
      this.points.delete(this.points.keys().next().value);
    }
    this.value.textContent = value.toPrecision(4);
  }

  draw() {
    const points = [...this.points].sort((one, other) => one[0] - other[0]);
    const values = points.map(point => point[1]);
    const [first, last] = [points[0][0], points[points.length - 1][0]];
    const least = Math.min(...values);
    const most = Math.max(...values);
    const x = step => (step - first) / Math.max(1, last - first) * WIDTH;
    const y = value => HEIGHT - 4 - (value - least) / Math.max(1e-9, most - least) * (HEIGHT - 8);
    this.line.setAttribute('points', points.map(([step, value]) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`).join(' '));
  }
}

/** A running job by server-sent events: its step, its losses and its measures, drawn as they come. */
class LiveJob extends HTMLElement {
  connectedCallback() {
    this.curves = new Map();
    this.status = element('p', this, '…');
    this.status.setAttribute('role', 'status');
    this.measures = element('p', this, '');
    this.losses = element('div', this);
    this.losses.className = 'losses';
    this.source = new EventSource(this.getAttribute('src'));
    this.source.onmessage = event => this.show(JSON.parse(event.data));
  }

  disconnectedCallback() {
    this.source.close();
  }

  show(update) {
    if (update.kind === 'trained') {
      const planned = update.steps ? ` / ${update.steps}` : '';
      this.status.textContent = `step ${update.step}${planned}, epoch ${update.epoch}, ${update.stepSeconds.toFixed(2)} s a step`;
      for (const [name, value] of Object.entries(update.losses ?? {})) {
        if (Number.isFinite(value)) {
          this.curve(name).add(update.step, value);
        }
      }
      this.redraw();
    } else if (update.kind === 'evaluated') {
      const values = Object.entries(update.measures ?? {}).map(([name, value]) => `${name} ${value.toPrecision(4)}`);
      this.measures.textContent = `step ${update.step}${update.detail ? ` (${update.detail})` : ''}: ${values.join(', ')}`;
    } else if (update.kind !== 'alive') {
      this.status.textContent = [update.kind, update.detail].filter(Boolean).join(': ');
    }
  }

  curve(name) {
    if (!this.curves.has(name)) {
      this.curves.set(name, new Curve(name, this.losses));
    }
    return this.curves.get(name);
  }

  /** Once a frame, however many updates have come. */
  redraw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.curves.forEach(curve => curve.draw());
    });
  }
}
customElements.define('dengbej-job', LiveJob);

const FFT = 512;
const HOP = 128;
const SHOWN_DECIBELS = 80;

/** The power spectrum of a frame, by the radix-2 fast Fourier transform. */
function spectrum(samples, start) {
  const re = new Float32Array(FFT);
  const im = new Float32Array(FFT);
  for (let i = 0; i < FFT; i++) {
    let j = 0;
    for (let bit = 1, value = i; bit < FFT; bit <<= 1, value >>= 1) {
      j = (j << 1) | (value & 1);
    }
    const hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / FFT);
    re[j] = (samples[start + i] ?? 0) * hann;
  }
  for (let size = 2; size <= FFT; size <<= 1) {
    for (let k = 0; k < size / 2; k++) {
      const cos = Math.cos(-2 * Math.PI * k / size);
      const sin = Math.sin(-2 * Math.PI * k / size);
      for (let i = k; i < FFT; i += size) {
        const j = i + size / 2;
        const a = re[j] * cos - im[j] * sin;
        const b = re[j] * sin + im[j] * cos;
        re[j] = re[i] - a;
        im[j] = im[i] - b;
        re[i] += a;
        im[i] += b;
      }
    }
  }
  return Float32Array.from({ length: FFT / 2 }, (none, i) => re[i] * re[i] + im[i] * im[i]);
}

/** A spectrogram of a sound, drawn when it comes into view: time to the right, pitch upwards, the louder the brighter. */
class Spectrogram extends HTMLElement {
  connectedCallback() {
    this.seen = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) {
        this.seen.disconnect();
        this.load();
      }
    });
    this.seen.observe(this);
    this.canvas = element('canvas', this);
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  disconnectedCallback() {
    this.seen.disconnect();
  }

  async load() {
    const sound = await (await fetch(this.getAttribute('src'))).arrayBuffer();
    // Decoding resamples to the context's rate.
    const audio = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(sound);
    this.draw(audio.getChannelData(0));
  }

  draw(samples) {
    const frames = [];
    for (let start = 0; start + FFT / 2 < samples.length; start += HOP) {
      frames.push(spectrum(samples, start));
    }
    const loudest = frames.reduce((most, frame) => frame.reduce((a, b) => Math.max(a, b), most), 1e-12);
    this.canvas.width = frames.length;
    this.canvas.height = FFT / 2;
    const context = this.canvas.getContext('2d');
    const image = context.createImageData(frames.length, FFT / 2);
    frames.forEach((frame, x) => frame.forEach((power, bin) => {
      const level = Math.max(0, 1 + 10 * Math.log10((power + 1e-20) / loudest) / SHOWN_DECIBELS);
      const at = 4 * ((FFT / 2 - 1 - bin) * frames.length + x);
      image.data[at] = 255 * Math.min(1, 1.6 * level);
      image.data[at + 1] = 255 * level * level;
      image.data[at + 2] = 160 * level * level * level;
      image.data[at + 3] = 255;
    }));
    context.putImageData(image, 0, 0);
  }
}
customElements.define('dengbej-spectrogram', Spectrogram);
