const colours = ['#7048b6', '#0b7a69', '#b0462f', '#2a62c9', '#8a6116', '#a83878', '#3d7a2c', '#4b5a72'];

/** A picture of somebody: initials on a colour that is always theirs. */
export function avatar(name: string, id: string): string {
  const initials = name
    .split(/\s+/)
    .map((word) => word.slice(0, 1))
    .join('')
    .slice(0, 2)
    .replace(/[^\p{L}\p{N}?]/gu, '');
  const sum = [...id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48">
<rect width="48" height="48" rx="10" fill="${colours[sum % colours.length]}"/>
<text x="24" y="25" fill="#fff" font-family="system-ui, sans-serif" font-size="19" font-weight="600"
 text-anchor="middle" dominant-baseline="central">${initials}</text></svg>`;
}
