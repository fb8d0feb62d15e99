// Takes note of what was heard to its end: the answer counts then alone, and can be sent then alone.

function show(form, heard, unheard) {
  heard.value = unheard.size ? '0' : '1';
  form.querySelector('.send').disabled = unheard.size > 0;
}

function watchPlayers(form) {
  const players = [...form.querySelectorAll('.sentence audio')];
  const unheard = new Set(players);
  const heard = document.createElement('input');
  heard.type = 'hidden';
  heard.name = 'heard';
  form.append(heard);
  players.forEach(player => player.addEventListener('ended', () => {
    unheard.delete(player);
    show(form, heard, unheard);
  }));
  show(form, heard, unheard);
}

// Sent once, however often it is tapped.
function sendOnce(form) {
  form.addEventListener('submit', event => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = 'yes';
  });
}

// 1 to 5 choose; what is written is left alone.
function chooseByKey(form) {
  document.addEventListener('keydown', event => {
    if (event.target.matches('textarea, input[type=text]') || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const choice = form.querySelectorAll('input[type=radio]')[Number(event.key) - 1];
    if (choice) {
      choice.checked = true;
      choice.focus();
    }
  });
}

const card = document.querySelector('form.card');
// A page that the browser kept for Back has its fields as they were; the server knows whether the card is open.
window.addEventListener('pageshow', event => event.persisted && location.reload());
if (card && !card.classList.contains('recording')) {
  watchPlayers(card);
  sendOnce(card);
  chooseByKey(card);
}
