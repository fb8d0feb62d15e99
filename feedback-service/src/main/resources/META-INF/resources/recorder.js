// Recording in the browser. A recording is kept on the device until the service has acknowledged it: it survives a reload, a page that
// is left while it records, and an offline device. Texts come from the elements' data attributes, so that they are in the page's language.

const DATABASE = 'dengbej';
const STORE = 'recordings';
const TRIES = 3;
const PAUSES_MS = [2_000, 8_000];
const MAX_PAUSE_MS = 60_000;
const DRAFT_LIFETIME_MS = 7 * 24 * 3_600_000;
const COUNTDOWN_SECONDS = 3;
/** Interval of saving: so much is lost at most when the page dies while it records. */
const TIMESLICE_MS = 1_000;
/** A stop takes a moment, and the service refuses what is longer than the limit. */
const STOP_MARGIN_SECONDS = 0.25;
const BITS_PER_SECOND = 128_000;
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
const FLOOR_DB = -60;
const BARS = 120;

/** The answers that may be others in a moment: timeout, too early, too many; and all errors of the service. */
const isTemporary = status => [408, 425, 429].includes(status) || status >= 500;

const wait = ms => new Promise(resolve => setTimeout(resolve, ms));

/** The recordings that are kept, by key: in IndexedDB, or in memory where the browser has or allows none. */
class Recordings {
  #memory = new Map();
  #database = new Promise(resolve => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });

  async #run(mode, call) {
    const database = await this.#database;
    return database && new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = call(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  async get(key) {
    return this.#memory.get(key) ?? await this.#run('readonly', store => store.get(key)) ?? null;
  }

  async all() {
    return [...this.#memory.values(), ...await this.#run('readonly', store => store.getAll()) ?? []];
  }

  /** `entry.state`: draft (not sent by the listener yet) or queued (sent, and not acknowledged). */
  async put(entry) {
    const kept = { ...entry, savedAt: Date.now() };
    try {
      if (await this.#run('readwrite', store => store.put(kept)) !== null) {
        this.#memory.delete(entry.key);
        return;
      }
    } catch {
      // no space left
    }
    this.#memory.set(entry.key, kept);
  }

  async delete(key) {
    this.#memory.delete(key);
    await this.#run('readwrite', store => store.delete(key));
  }

  async deleteOldDrafts() {
    const oldest = Date.now() - DRAFT_LIFETIME_MS;
    const old = (await this.all()).filter(entry => entry.state !== 'queued' && entry.savedAt < oldest);
    await Promise.all(old.map(entry => this.delete(entry.key)));
  }
}

const recordings = new Recordings();

/**
 * <dengbej-outbox>: sends what is queued, in three tries with growing pauses, and says how it goes. It is on every page, so that a
 * recording of an earlier page is sent, too. Events on the document, with `detail.key`: `dengbej-sent` (`detail.url`: where the answer
 * leads) and `dengbej-refused` (`detail.reason`).
 */
class Outbox extends HTMLElement {
  #inPage = Promise.resolve();
  #text = document.createElement('span');
  #again = document.createElement('button');

  connectedCallback() {
    this.setAttribute('role', 'status');
    this.#again.type = 'button';
    this.#again.textContent = this.dataset.sendNow;
    this.#again.addEventListener('click', () => this.flush());
    addEventListener('online', () => this.flush());
    addEventListener('offline', () => this.#sayOffline());
    recordings.deleteOldDrafts().then(() => this.flush());
  }

  /** Sends what is queued, now. One page at a time does, so that two open pages send nothing twice. */
  flush() {
    const sendAll = async () => {
      for (const entry of await this.#queued()) {
        if (!await this.#deliver(entry)) {
          return;
        }
      }
    };
    this.#inPage = this.#inPage
      .then(() => navigator.locks ? navigator.locks.request('dengbej-outbox', sendAll) : sendAll())
      .catch(error => console.error(error));
    return this.#inPage;
  }

  async #queued() {
    return (await recordings.all()).filter(entry => entry.state === 'queued').sort((a, b) => a.savedAt - b.savedAt);
  }

  async #sayOffline() {
    if ((await this.#queued()).length > 0) {
      this.#say('offline', false);
    }
  }

  #say(text, offerAgain) {
    this.#text.textContent = this.dataset[text] ?? text;
    this.replaceChildren(this.#text, ...offerAgain ? [this.#again] : []);
  }

  /** False if the others need not be tried now. */
  async #deliver(entry) {
    for (let attempt = 1; ; attempt++) {
      if (!navigator.onLine) {
        this.#say('offline', false);
        return false;
      }
      this.#say('sending', false);
      const answer = await this.#post(entry);
      if (answer.url) {
        await recordings.delete(entry.key);
        this.#say('sent', false);
        this.#tell('dengbej-sent', { key: entry.key, url: answer.url });
        return true;
      }
      if (answer.reason !== undefined) {
        await recordings.put({ ...entry, state: 'draft' });
        this.#say(answer.reason || 'refused', false);
        this.#tell('dengbej-refused', { key: entry.key, reason: answer.reason || this.dataset.refused });
        return true;
      }
      if (attempt === TRIES) {
        this.#say('gaveUp', true);
        return false;
      }
      this.#say('retrying', false);
      await wait(Math.min(MAX_PAUSE_MS, Math.max(PAUSES_MS[attempt - 1], answer.retryAfterMs)));
    }
  }

  #tell(type, detail) {
    document.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** `url` if it was taken, `reason` if it was refused for good, else `retryAfterMs`. The form's id makes a repetition count once. */
  async #post(entry) {
    const body = new FormData();
    entry.fields.forEach(([name, value]) => body.append(name, value));
    body.append(entry.name, new Blob(entry.parts, { type: entry.type }), 'recording');
    try {
      const response = await fetch(entry.action, { method: 'POST', body });
      if (response.ok) {
        return { url: response.url };
      }
      if (isTemporary(response.status)) {
        return { retryAfterMs: 1_000 * (Number(response.headers.get('Retry-After')) || 0) };
      }
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const texts = [...page.querySelectorAll('main h1, main p')].map(element => element.textContent.trim());
      return { reason: texts.join(' · ') };
    } catch {
      return { retryAfterMs: 0 };
    }
  }
}

/**
 * <dengbej-recorder>: records into the file field that it holds. Attributes: `key` (names what is recorded; a page with the same key
 * finds it again), `min-seconds`, `max-seconds`, `max-bytes`, `required`. Where it cannot record it says why, and the file field stays.
 * Its form is sent by the outbox if there is a recording; one that still runs is stopped first.
 */
class Recorder extends HTMLElement {
  #state = 'idle';
  #parts = [];
  #type = '';
  #seconds = null;
  #peaks = [];
  #media = null;
  #stopped = null;
  #saving = Promise.resolve();
  #sending = false;
  #countdown = null;
  #player = new Audio();
  #view = {};

  async connectedCallback() {
    if (this.#view.status) {
      return;
    }
    this.file = this.querySelector('input[type=file]');
    this.form = this.closest('form');
    this.#build();
    this.file.addEventListener('change', () => this.#choose());
    this.form.addEventListener('submit', event => this.#submit(event));
    document.addEventListener('visibilitychange', () => document.hidden && this.#leave());
    addEventListener('pagehide', () => this.#leave());
    document.addEventListener('dengbej-sent', event => this.#sent(event));
    document.addEventListener('dengbej-refused', event => this.#refused(event));
    const obstacle = this.#obstacle();
    if (obstacle) {
      this.#say(this.dataset[obstacle]);
      this.#view.record.hidden = true;
    }
    await this.#restore();
  }

  get #key() {
    return this.getAttribute('key');
  }

  #limit(name) {
    return Number(this.getAttribute(name));
  }

  #obstacle() {
    if (!isSecureContext) {
      return 'insecure';
    }
    return navigator.mediaDevices?.getUserMedia && window.MediaRecorder ? null : 'unsupported';
  }

  // View

  #build() {
    const make = (name, tag, set) => {
      this.#view[name] = Object.assign(document.createElement(tag), set);
      return this.#view[name];
    };
    const button = (name, action) => {
      const made = make(name, 'button', { type: 'button', className: name, textContent: this.dataset[name] });
      made.addEventListener('click', action);
      return made;
    };
    const row = Object.assign(document.createElement('div'), { className: 'controls' });
    row.append(
      button('record', () => this.#start()),
      button('stop', () => this.stop()),
      button('cancel', () => this.#cancel()),
      button('play', () => this.#play()),
      button('again', () => this.#start()),
      button('discard', () => this.#discard()),
      make('timer', 'span', { className: 'timer', dir: 'ltr' }));
    const level = make('level', 'meter', { className: 'level', min: 0, max: 1, low: 0.35, high: 0.95, optimum: 0.7 });
    level.setAttribute('aria-label', this.dataset.level);
    const waveform = make('waveform', 'canvas', { className: 'waveform' });
    waveform.setAttribute('aria-hidden', 'true');
    const status = make('status', 'p', { className: 'status' });
    status.setAttribute('role', 'status');
    this.prepend(waveform, level, row, status);
    this.#player.addEventListener('ended', () => this.#showPlaying());
    this.#player.addEventListener('pause', () => this.#showPlaying());
    this.#show('idle');
  }

  #show(state) {
    const hadFocus = this.contains(document.activeElement) && document.activeElement !== this.file;
    this.#state = state;
    this.dataset.state = state;
    const shown = {
      idle: ['record'],
      countdown: ['cancel', 'timer'],
      recording: ['stop', 'timer', 'level', 'waveform'],
      recorded: ['play', 'again', 'discard', 'timer', 'waveform'],
    }[state];
    for (const name of ['record', 'stop', 'cancel', 'play', 'again', 'discard', 'timer', 'level', 'waveform']) {
      this.#view[name].hidden = !shown.includes(name);
    }
    const unable = this.#obstacle() !== null;
    this.#view.record.hidden ||= unable;
    this.#view.again.hidden ||= unable;
    if (hadFocus) {
      this.#view[shown[0]].focus();
    }
  }

  #say(text) {
    this.#view.status.textContent = text ?? '';
  }

  #showTime(seconds, of) {
    const clock = value => `${Math.floor(value / 60)}:${String(Math.floor(value % 60)).padStart(2, '0')}`;
    this.#view.timer.textContent = of === undefined ? clock(seconds) : `${clock(seconds)} / ${clock(of)}`;
  }

  /** The waveform, and in the accent's colour what of it was played. */
  #draw(peaks, played) {
    const canvas = this.#view.waveform;
    const scale = devicePixelRatio || 1;
    canvas.width = canvas.clientWidth * scale;
    canvas.height = canvas.clientHeight * scale;
    const context = canvas.getContext('2d');
    const style = getComputedStyle(this);
    const step = canvas.width / BARS;
    const group = Math.max(1, peaks.length / BARS);
    for (let bar = 0; bar < Math.min(BARS, peaks.length); bar++) {
      const from = Math.floor(bar * group);
      const peak = Math.max(...peaks.slice(from, Math.max(from + 1, Math.floor((bar + 1) * group))));
      const height = Math.max(2 * scale, Math.sqrt(peak) * canvas.height);
      context.fillStyle = bar / BARS < played ? style.getPropertyValue('--accent') : style.color;
      context.fillRect(bar * step, (canvas.height - height) / 2, step * 0.6, height);
    }
  }

  // Recording

  async #start() {
    if (this.#state === 'countdown' || this.#state === 'recording') {
      return;
    }
    this.#player.pause();
    this.#say('');
    const before = this.#state;
    this.#show('countdown');
    this.#view.timer.textContent = '';
    const countdown = { cancelled: false };
    this.#countdown = countdown;
    try {
      // What these three do for calls spoils a recording
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: { ideal: 1 } },
      });
      for (let left = COUNTDOWN_SECONDS; left > 0 && !countdown.cancelled; left--) {
        this.#view.timer.textContent = String(left);
        await wait(1_000);
      }
      if (countdown.cancelled) {
        stream.getTracks().forEach(track => track.stop());
        return;
      }
      this.#record(stream);
    } catch (error) {
      if (countdown.cancelled) {
        return;
      }
      const reasons = { NotAllowedError: 'denied', NotFoundError: 'noDevice', NotReadableError: 'busy' };
      this.#show(before);
      this.#say(this.dataset[reasons[error.name] ?? 'failed']);
    }
  }

  #cancel() {
    this.#countdown.cancelled = true;
    this.#show(this.#parts.length > 0 ? 'recorded' : 'idle');
    if (this.#state === 'recorded') {
      this.#showRecorded();
    }
  }

  #record(stream) {
    const type = TYPES.find(candidate => MediaRecorder.isTypeSupported(candidate));
    const media = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS_PER_SECOND });
    const started = performance.now();
    const max = this.#limit('max-seconds') - STOP_MARGIN_SECONDS;
    const meter = this.#measure(stream, started);
    const limit = setTimeout(() => this.stop(), max * 1_000);
    this.#media = media;
    this.#parts = [];
    this.#type = media.mimeType;
    media.addEventListener('dataavailable', event => {
      if (event.data.size > 0) {
        this.#parts.push(event.data);
        this.#save();
      }
    });
    stream.getTracks().forEach(track => track.addEventListener('ended', () => this.stop()));
    media.addEventListener('error', () => this.stop());
    this.#stopped = new Promise(resolve => {
      media.addEventListener('stop', async () => {
        clearTimeout(limit);
        meter.close();
        stream.getTracks().forEach(track => track.stop());
        this.#media = null;
        this.#seconds = (performance.now() - started) / 1_000;
        await this.#take();
        resolve();
      });
    });
    media.start(TIMESLICE_MS);
    this.#show('recording');
  }

  /** Level, timer and waveform while a stream is recorded. */
  #measure(stream, started) {
    const context = new AudioContext();
    context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 2_048 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const peaks = [];
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const decibels = 10 * Math.log10(power + 1e-12);
      this.#view.level.value = Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
      peaks.push(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0));
      this.#draw(peaks.slice(-BARS), 0);
      this.#showTime((performance.now() - started) / 1_000, this.#limit('max-seconds'));
    }, 50);
    return {
      close: () => {
        clearInterval(timer);
        context.close();
      },
    };
  }

  /** Stops the recording, if one runs, and resolves when it is kept. */
  async stop() {
    if (this.#media?.state === 'recording') {
      this.#media.stop();
    }
    await this.#stopped;
  }

  #leave() {
    if (this.#state === 'countdown') {
      this.#cancel();
    }
    this.stop();
  }

  #save() {
    const entry = { key: this.#key, state: 'draft', parts: [...this.#parts], type: this.#type };
    this.#saving = this.#saving.then(() => recordings.put(entry));
    return this.#saving;
  }

  // What was recorded

  get #blob() {
    return new Blob(this.#parts, { type: this.#type });
  }

  /** Takes over what is in `parts`: into the file field, the view and the store. */
  async #take() {
    const blob = this.#blob;
    const files = new DataTransfer();
    files.items.add(new File([blob], 'recording', { type: this.#type }));
    this.file.files = files.files;
    await this.#save();
    await this.#decode(blob);
    URL.revokeObjectURL(this.#player.src);
    this.#player.src = URL.createObjectURL(blob);
    this.#show('recorded');
    this.#showRecorded();
    this.#say(this.#refusal() ?? this.dataset.kept);
  }

  #showRecorded() {
    this.#showTime(this.#seconds ?? 0);
    this.#draw(this.#peaks, 0);
  }

  /** Its exact length and its waveform, where the browser can tell; the service decodes more. */
  async #decode(blob) {
    this.#peaks = [];
    if (blob.size > this.#limit('max-bytes')) {
      return;
    }
    try {
      const sound = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(await blob.arrayBuffer());
      const samples = sound.getChannelData(0);
      const length = Math.max(1, Math.ceil(samples.length / BARS));
      this.#seconds = sound.duration;
      for (let from = 0; from < samples.length; from += length) {
        this.#peaks.push(samples.subarray(from, from + length).reduce((peak, x) => Math.max(peak, Math.abs(x)), 0));
      }
    } catch {
      this.#peaks = [];
    }
  }

  /** The limit that the recording breaks, in words, or null. */
  #refusal() {
    if (this.#blob.size > this.#limit('max-bytes')) {
      return this.dataset.tooLarge;
    }
    if (this.#seconds !== null && this.#seconds < this.#limit('min-seconds')) {
      return this.dataset.tooShort;
    }
    return this.#seconds !== null && this.#seconds > this.#limit('max-seconds') ? this.dataset.tooLong : null;
  }

  async #choose() {
    await this.stop();
    const [file] = this.file.files;
    if (!file) {
      return this.#discard();
    }
    this.#parts = [file];
    this.#type = file.type;
    this.#seconds = null;
    await this.#take();
  }

  async #restore() {
    const entry = await recordings.get(this.#key);
    if (entry && this.#state === 'idle') {
      this.#parts = entry.parts;
      this.#type = entry.type;
      if (entry.state === 'draft') {
        await this.#take();
      }
    }
  }

  #forget() {
    this.#player.pause();
    this.#parts = [];
    this.#seconds = null;
    this.file.value = '';
    this.#show('idle');
    this.#say('');
  }

  async #discard() {
    this.#forget();
    await this.#saving;
    await recordings.delete(this.#key);
  }

  #play() {
    if (this.#player.paused) {
      this.#player.play();
      const follow = () => {
        this.#draw(this.#peaks, this.#player.currentTime / (this.#seconds ?? 1));
        this.#showTime(this.#player.currentTime, this.#seconds ?? 0);
        if (!this.#player.paused) {
          requestAnimationFrame(follow);
        }
      };
      follow();
    } else {
      this.#player.pause();
    }
    this.#showPlaying();
  }

  #showPlaying() {
    this.#view.play.textContent = this.#player.paused ? this.dataset.play : this.dataset.pause;
  }

  // Sending

  async #submit(event) {
    if (event.submitter?.formNoValidate) {
      return; // the card is skipped
    }
    if (this.#state === 'countdown') {
      this.#cancel();
    }
    if (this.#state !== 'recording' && this.#parts.length === 0) {
      if (this.hasAttribute('required')) {
        event.preventDefault();
        this.#say(this.dataset.required);
      }
      return;
    }
    event.preventDefault();
    if (this.#sending) {
      return;
    }
    this.#sending = true;
    await this.stop();
    const refusal = this.#refusal();
    if (refusal) {
      this.#sending = false;
      this.#say(refusal);
      this.scrollIntoView({ block: 'nearest' });
      return;
    }
    const submitter = event.submitter;
    const fields = [...new FormData(this.form)].filter(([name]) => name !== this.file.name);
    if (submitter?.name) {
      fields.push([submitter.name, submitter.value]);
    }
    await this.#saving;
    await recordings.put({
      key: this.#key,
      state: 'queued',
      parts: this.#parts,
      type: this.#type,
      name: this.file.name,
      action: submitter?.hasAttribute('formaction') ? submitter.formAction : this.form.action,
      fields,
    });
    await document.querySelector('dengbej-outbox').flush();
    this.#sending = false;
  }

  /** Follows the answer, unless a listener of the cancelable event `dengbej-done` does something else. */
  #sent(event) {
    if (event.detail.key !== this.#key) {
      return;
    }
    this.#forget();
    if (this.dispatchEvent(new CustomEvent('dengbej-done', { cancelable: true, detail: event.detail }))) {
      location.assign(event.detail.url);
    }
  }

  #refused(event) {
    if (event.detail.key === this.#key) {
      this.#say(event.detail.reason);
    }
  }
}

customElements.define('dengbej-outbox', Outbox);
customElements.define('dengbej-recorder', Recorder);
