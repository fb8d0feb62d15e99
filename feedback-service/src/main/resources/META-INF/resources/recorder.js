// Recording where the browser supports it; the recording becomes the form's file, so that it is sent like an uploaded one.
(() => {
  const button = document.getElementById('record');
  const playback = document.getElementById('playback');
  const file = document.getElementById('recording');
  const box = document.querySelector('.recorder');
  if (!button || !navigator.mediaDevices || !window.MediaRecorder) {
    return;
  }
  box.hidden = false;
  let recorder = null;

  async function start() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const parts = [];
    recorder = new MediaRecorder(stream);
    recorder.ondataavailable = event => parts.push(event.data);
    recorder.onstop = () => {
      stream.getTracks().forEach(track => track.stop());
      const recording = new File(parts, 'recording', { type: recorder.mimeType });
      const files = new DataTransfer();
      files.items.add(recording);
      file.files = files.files;
      playback.src = URL.createObjectURL(recording);
      playback.hidden = false;
      button.textContent = button.dataset.record;
      recorder = null;
    };
    recorder.start();
    button.textContent = button.dataset.stop;
  }

  button.addEventListener('click', () => {
    if (recorder) {
      recorder.stop();
    } else {
      start().catch(error => { button.textContent = error.message; });
    }
  });
})();
