/** What an attempt to open a chat shows of the way there. */
export interface WayThere {
  readonly api: 'reached' | 'not reached' | 'answered by something else' | 'not asked';
  readonly tls: 'verified' | 'refused' | 'none' | 'not known';
}

const CERTIFICATE = /CERT|SELF_SIGNED|VERIFY|TLS|SSL/;

/** `code`: why it was refused; null: it was accepted. */
export function wayThere(code: string | null, apiUrl: string): WayThere {
  const encrypted = apiUrl.startsWith('https:');
  const onceReached = encrypted ? 'verified' : 'none';
  if (code === null) return { api: 'reached', tls: onceReached };
  if (code === 'member-auth.failed') return { api: 'not asked', tls: encrypted ? 'not known' : 'none' };
  if (/^(network\.|request\.aborted$|engine\.)/.test(code)) {
    const refused = encrypted && CERTIFICATE.test(code);
    return { api: 'not reached', tls: refused ? 'refused' : encrypted ? 'not known' : 'none' };
  }
  const foreign = /^http\.\d+$|^answer\.unreadable$/.test(code);
  return { api: foreign ? 'answered by something else' : 'reached', tls: onceReached };
}
