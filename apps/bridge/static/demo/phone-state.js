import { get, post } from './api.js';

/** What is on the phone of `person()`, read anew whenever Twilio’s wire says that something happened. */
export function createPhoneState(person, { path, changed, onNews }) {
  const known = new Set();
  let messages = [];
  let number = '';
  let phone = null;
  let isShown = false;
  let isReading = false;
  let isStale = false;

  async function refresh() {
    isStale = true;
    if (isReading) return;
    isReading = true;
    while (isStale) {
      isStale = false;
      const asked = person().id;
      try {
        const answer = await get(`/phone/${encodeURIComponent(asked)}/messages`);
        if (asked === person().id) take(asked, answer);
      } catch {
        // The next event reads it again.
      }
    }
    isReading = false;
  }

  function take(asked, answer) {
    number = answer.number;
    messages = answer.items;
    for (const { sid, direction, body, arrivedAt } of messages) {
      if (known.has(sid) || (direction === 'in' && arrivedAt === null)) continue;
      known.add(sid);
      if (phone === asked && direction === 'in') onNews(`To ${person().name}’s phone: ${body}`);
    }
    phone = asked;
    changed();
  }

  path.onEvent(({ source }) => {
    if (source === 'twilio' && isShown) void refresh();
  });

  return {
    get person() {
      return person();
    },
    /** Of the phone that is shown, oldest first. */
    get messages() {
      return phone === person().id ? messages : [];
    },
    get number() {
      return number;
    },
    /** Resolves to why it could not be sent; null: it was. `photo` is `{contentType, base64}` or null. */
    async text(body, photo = null) {
      const media = photo === null ? {} : { media: [photo] };
      const { status, answer } = await post(`/phone/${encodeURIComponent(person().id)}/messages`, { body, ...media });
      await refresh();
      return status >= 200 && status < 300 ? null : (answer?.error ?? 'The phone does not answer.');
    },
    show() {
      isShown = true;
      void refresh();
    },
    hide() {
      isShown = false;
    },
  };
}
