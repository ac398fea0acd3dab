import type { Team } from '../workspace/team.ts';

/** What somebody types, as Slack keeps it: `&`, `<` and `>` escaped, `@name` and `#channel` as links to them. */
export function typedText(text: string, team: Team): string {
  return escaped(text)
    .replace(/(^|[\s(])@(\w[\w.-]*)/g, (whole, before: string, name: string) => mention(team, name, before) ?? whole)
    .replace(/(^|[\s(])#(\w[\w-]*)/g, (whole, before: string, name: string) => {
      const channel = team.channel(name);
      return channel === undefined ? whole : `${before}<#${channel.id}|${channel.name}>`;
    })
    .replace(/\bhttps?:\/\/[^\s<>]+/g, (url) => `<${url}>`);
}

/** The same for the text of a command, which names people beside their ids. */
export function typedCommand(text: string, team: Team): string {
  return typedText(text, team).replace(/<@(\w+)>/g, (whole, id: string) => {
    const person = team.person(id);
    return person === undefined ? whole : `<@${id}|${person.name}>`;
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function mention(team: Team, name: string, before: string): string | undefined {
  if (name === 'channel' || name === 'here' || name === 'everyone') return `${before}<!${name}>`;
  const person = team.person(name) ?? team.person(name.replace(/[.-]+$/, ''));
  if (person === undefined) return undefined;
  return `${before}<@${person.id}>${name.slice(person.id === name ? name.length : person.name.length)}`;
}
