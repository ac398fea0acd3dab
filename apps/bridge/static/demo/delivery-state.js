/** How far the customer’s message got: `state` is `sending`, `retrying`, `accepted`, `arrived` or `failed`. */
export function deliveryState({ message, item, failure }, path) {
  if (failure !== null) return { state: 'failed', label: `Not delivered: ${failure.detail}` };
  const messageId = message?.id ?? item?.messageId ?? null;
  if (messageId === null) return unanswered(item);
  const settled = path.last((event) => event.step === 'delivery.settled' && event.messageId === messageId);
  if (settled?.facts.state === 'sent' || settled?.facts.state === 'delivered')
    return { state: 'arrived', label: `With the agent · ${duration(settled.facts.tookMs)}` };
  if (settled !== undefined) return { state: 'failed', label: `Not delivered: ${settled.facts.state}` };
  const unknown = path.last((event) => event.step === 'delivery.unknown' && event.messageId === messageId);
  if (unknown !== undefined) return { state: 'accepted', label: 'Accepted, finding out whether it arrived' };
  return { state: 'accepted', label: 'Accepted' };
}

function unanswered({ state, attempts, problem }) {
  if (state === 'failed') return { state, label: `Refused: ${problem}` };
  if (state === 'retrying') return { state, label: `No answer, tried ${attempts}×; sent again under the same id` };
  return { state: 'sending', label: 'Being sent' };
}

export function duration(ms) {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
