/** A user of one workspace; the app's bot is one, too. */
export interface Person {
  readonly id: string;
  readonly teamId: string;
  /** The handle, e.g. `alex`. */
  readonly name: string;
  readonly realName: string;
  readonly displayName: string;
  readonly title: string;
  /** Empty for a bot. */
  readonly email: string;
  readonly isBot: boolean;
}

/** What users.info says. The address is left out without `users:read.email`. */
export function userObject(person: Person, shown: { readonly baseUrl: string; readonly email: boolean }): object {
  const picture = `${shown.baseUrl}/avatars/${person.id}.svg`;
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted: false,
    real_name: person.realName,
    tz: 'Europe/Berlin',
    tz_label: 'Central European Time',
    tz_offset: 3_600,
    profile: {
      title: person.title,
      phone: '',
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.displayName,
      display_name_normalized: person.displayName,
      status_text: '',
      status_emoji: '',
      ...(shown.email && person.email !== '' && { email: person.email }),
      image_24: picture,
      image_32: picture,
      image_48: picture,
      image_72: picture,
      image_192: picture,
      image_512: picture,
      team: person.teamId,
    },
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: person.isBot,
    is_app_user: false,
    updated: 0,
  };
}
