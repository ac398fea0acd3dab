/** Roles of the API; ACD and WORKFLOW are pseudo members (docs/guest-chat.md §3.4). */
export type MemberRole = 'AGENT' | 'CUSTOMER' | 'WORKFLOW' | 'ACD';

/** What the guest may tell about itself on create. */
export interface MemberProfile {
  readonly displayName: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phoneNumber?: string;
  readonly avatarImageUrl?: string;
  readonly customFields?: Readonly<Record<string, string>>;
}

/** One party of a conversation. */
export interface Member {
  readonly id: string;
  readonly role: MemberRole;
  readonly profile: MemberProfile;
  readonly authenticated: boolean;
  /** Absent until it was first alerted or connected. */
  state?: 'ALERTING' | 'CONNECTED' | 'DISCONNECTED';
  joinDate?: string;
  leaveDate?: string;
}
