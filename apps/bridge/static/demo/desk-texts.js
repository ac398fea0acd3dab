/** What people of one role said in these chats, in order. */
export function saidBy(role, chats) {
  return chats
    .flatMap(({ messages }) => messages.filter(({ bodyType, body }) => bodyType === 'standard' && body !== ''))
    .filter(({ sender }) => sender.role === role);
}
