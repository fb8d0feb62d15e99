// Takes note of what was heard to its end: the answer counts then alone, and can be sent then alone.
(() => {
  const form = document.querySelector('form.card');
  const players = [...form.querySelectorAll('audio')];
  const send = form.querySelector('.send');
  const unheard = new Set(players);
  const heard = document.createElement('input');
  heard.type = 'hidden';
  heard.name = 'heard';
  form.append(heard);

  function show() {
    heard.value = unheard.size ? '0' : '1';
    send.disabled = unheard.size > 0;
  }

  players.forEach(player => player.addEventListener('ended', () => {
    unheard.delete(player);
    show();
  }));
  show();
  // A page that the browser kept for Back has its fields as they were; the server knows whether the card is open.
  window.addEventListener('pageshow', event => event.persisted && location.reload());
  // Sent once, however often it is tapped.
  form.addEventListener('submit', event => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = 'yes';
  });
  document.addEventListener('keydown', event => {
    if (event.target.matches('textarea, input[type=text]') || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const choices = [...form.querySelectorAll('input[type=radio]')];
    const choice = choices[Number(event.key) - 1];
    if (choice) {
      choice.checked = true;
      choice.focus();
    }
  });
})();
