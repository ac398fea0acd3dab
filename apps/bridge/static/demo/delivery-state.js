/** How far the customer's message got, as the bridge tells it. */
export function deliveryState({ message, item }, path) {
  const messageId = message?.id ?? item?.messageId ?? null;
  if (messageId === null) return unanswered(item);
  const settled = path.last((event) => event.step === 'delivery.settled' && event.messageId === messageId);
  if (settled?.facts.state === 'sent' || settled?.facts.state === 'delivered') {
    return { state: 'arrived', label: `At the agent’s desk · ${duration(settled.facts.tookMs)}` };
  }
  if (settled !== undefined) return { state: 'failed', label: `Did not arrive (${settled.facts.state})` };
  const unknown = path.last((event) => event.step === 'delivery.unknown' && event.messageId === messageId);
  if (unknown !== undefined) return { state: 'accepted', label: 'Accepted, finding out whether it arrived' };
  return { state: 'accepted', label: 'Accepted' };
}

function unanswered({ state, attempts }) {
  if (state === 'retrying') return { state, label: `No bridge to take it, asked ${attempts}×, asking again` };
  if (state === 'failed') return { state, label: 'Refused' };
  return { state, label: 'Sending' };
}

export function duration(ms) {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
