import { ControlError } from '../../control/control-error.ts';
import type { DisconnectReason, SocketHub } from '../delivery/socket-hub.ts';
import { tellIfSubscribed } from '../events/event-feed.ts';
import type { SlackOutageKind } from '../faults/outage-kind.ts';
import type { SlackFaultRule } from '../faults/slack-fault.ts';
import type { ActiveSlackFault } from '../faults/slack-faults.ts';
import { newId } from '../id.ts';
import type { OpenView } from '../interaction/views.ts';
import type { SlackKnobs } from '../knobs.ts';
import { endTokens, install, issueTokens, uninstall } from '../oauth/installing.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import type { SlackTraceListener } from '../trace.ts';
import { makeChannel, makePerson, makeTeam } from '../workspace/make-team.ts';
import type { ChannelPlan, PersonPlan, TeamPlan } from '../workspace/team-plan.ts';
import { findActor, findChannel, findOwnChannel, findTeam } from './lookup.ts';
import { SlackPeople } from './slack-people.ts';
import type { AppView, ChannelView, MessageView, TeamView } from './slack-views.ts';
import { appView, channelView, messagesSeenBy, teamView } from './slack-views.ts';

/** What a control is made of. */
export interface SlackControlParts {
  readonly cloud: SlackCloud;
  readonly hub: SocketHub;
  /** What `reset` goes back to. */
  readonly plans: readonly TeamPlan[];
}

/** Behind the scenes of a running sandbox. The HTTP control API is this, word for word. */
export class SlackControl {
  /** What people do. */
  readonly people: SlackPeople;
  readonly #cloud: SlackCloud;
  readonly #hub: SocketHub;
  readonly #plans: readonly TeamPlan[];
  readonly #start: {
    readonly eventsUrl: string | undefined;
    readonly mode: 'socket' | 'http';
    readonly knobs: SlackKnobs;
  };

  constructor({ cloud, hub, plans }: SlackControlParts) {
    this.#cloud = cloud;
    this.#hub = hub;
    this.#plans = plans;
    this.people = new SlackPeople(cloud);
    this.#start = { eventsUrl: cloud.app.eventsUrl, mode: cloud.app.mode, knobs: { ...cloud.knobs } };
  }

  app(): AppView {
    return appView(this.#cloud, this.#hub.count);
  }

  /** How the app is configured to hear of things. */
  configure(settings: {
    readonly mode?: 'socket' | 'http' | undefined;
    readonly eventsUrl?: string | undefined;
  }): AppView {
    const { app } = this.#cloud;
    if (settings.eventsUrl !== undefined) app.eventsUrl = settings.eventsUrl;
    if (settings.mode !== undefined) app.mode = settings.mode;
    app.socketModeOff = false;
    return this.app();
  }

  /** `url_verification`, as when the request URL is saved. */
  verifyUrl(): Promise<{ readonly verified: boolean; readonly status?: number }> {
    return this.#cloud.dispatcher.http.verifyUrl(newId(''));
  }

  sslCheck(): Promise<{ readonly status?: number }> {
    return this.#cloud.dispatcher.http.sslCheck();
  }

  teams(): readonly TeamView[] {
    return [...this.#cloud.teams.values()].map(teamView);
  }

  addTeam(plan: TeamPlan): TeamView {
    return teamView(makeTeam(this.#cloud, plan));
  }

  addPerson(team: string, plan: PersonPlan): { readonly id: string } {
    return { id: makePerson(findTeam(this.#cloud, team), plan).id };
  }

  addChannel(team: string, plan: ChannelPlan): ChannelView {
    return channelView(makeChannel(this.#cloud, findTeam(this.#cloud, team), plan));
  }

  /** A channel as one person sees it, or one thread of it; ephemeral messages included. */
  messages(view: {
    user: string;
    channel: string;
    threadTs?: string | undefined;
    team?: string | undefined;
  }): readonly MessageView[] {
    const actor = findActor(this.#cloud, view.user, view.team);
    const channel = findChannel(actor.team, view.channel);
    // Public channels may be read without being in them.
    const seen = channel.kind === 'channel' ? channel : findOwnChannel(actor, view.channel);
    return messagesSeenBy(actor.person, seen, view.threadTs);
  }

  /** The modals on somebody's screen, the last one on top. */
  views(user: string, team?: string): readonly OpenView['view'][] {
    const { person } = findActor(this.#cloud, user, team);
    return this.#cloud.views.list(person.id).map(({ view }) => view);
  }

  /** The channel goes on under another id: `channel_id_changed`. */
  changeChannelId(teamName: string, channelName: string): { readonly oldId: string; readonly newId: string } {
    const team = findTeam(this.#cloud, teamName);
    const channel = findChannel(team, channelName);
    const oldId = channel.id;
    channel.id = newId('C');
    team.channels.delete(oldId);
    team.channels.set(channel.id, channel);
    const event_ts = channel.nextTs(this.#cloud.now());
    const event = { type: 'channel_id_changed', old_channel_id: oldId, new_channel_id: channel.id, event_ts };
    tellIfSubscribed(this.#cloud, team, event);
    return { oldId, newId: channel.id };
  }

  revokeTokens(team?: string): void {
    endTokens(this.#cloud, findTeam(this.#cloud, team));
  }

  uninstall(team?: string): void {
    const found = findTeam(this.#cloud, team);
    if (found.installation === undefined) throw new ControlError(409, 'The app is not installed there');
    uninstall(this.#cloud, found);
  }

  /** Without OAuth; what OAuth would have answered is in it. */
  install(team?: string): { readonly botToken: string } {
    const found = findTeam(this.#cloud, team);
    const installer = [...found.people.values()].find(({ isBot }) => !isBot);
    install(this.#cloud, found, { scopes: this.#cloud.app.scopes, installerId: installer?.id ?? '' });
    return { botToken: String(issueTokens(this.#cloud, found)['access_token']) };
  }

  /** From now on; what was asked for is kept as it is. */
  setScopes(team: string, scopes: readonly string[]): void {
    const { installation } = findTeam(this.#cloud, team);
    if (installation === undefined) throw new ControlError(409, 'The app is not installed there');
    installation.scopes = scopes;
  }

  /** Breaks sockets without a close frame. Returns how many. */
  dropSockets(which: 'all' | 'oldest' = 'all'): number {
    return this.#hub.drop(which === 'all');
  }

  /** Asks sockets to go; a `warning` only says so, `link_disabled` also ends Socket Mode. */
  disconnectSockets(reason: DisconnectReason, which: 'all' | 'oldest' = 'all'): number {
    if (reason === 'link_disabled') this.#cloud.app.socketModeOff = true;
    return this.#hub.disconnect(reason, which === 'all' || reason === 'link_disabled');
  }

  /** They stay open, but say and hear nothing. */
  stallSockets(): number {
    return this.#hub.stall(true);
  }

  reviveSockets(): number {
    return this.#hub.stall(false);
  }

  /** No call gets through until `back`; sockets stay. */
  away(how: SlackOutageKind): void {
    this.#cloud.outage.begin(how);
  }

  back(): number {
    return this.#cloud.outage.end();
  }

  addFault(rule: SlackFaultRule): ActiveSlackFault {
    return this.#cloud.faults.add(rule);
  }

  faults(): readonly ActiveSlackFault[] {
    return this.#cloud.faults.list();
  }

  clearFaults(): void {
    this.#cloud.faults.clear();
  }

  knobs(): SlackKnobs {
    return { ...this.#cloud.knobs };
  }

  /** Turns knobs while running; what already waits on a timer goes on waiting. */
  turn(knobs: Partial<SlackKnobs>): SlackKnobs {
    Object.assign(this.#cloud.knobs, knobs);
    return this.knobs();
  }

  /** Everything that happens from now on, until the returned function is called. */
  watch(listener: SlackTraceListener): () => void {
    return this.#cloud.trace.subscribe(listener);
  }

  /** As at the start: workspaces, knobs, no faults. Sockets stay. */
  reset(): void {
    const cloud = this.#cloud;
    cloud.outage.end();
    cloud.faults.clear();
    cloud.teams.clear();
    cloud.views.reset();
    cloud.rates.reset();
    Object.assign(cloud.knobs, this.#start.knobs);
    cloud.app.eventsUrl = this.#start.eventsUrl;
    cloud.app.mode = this.#start.mode;
    cloud.app.socketModeOff = false;
    for (const plan of this.#plans) makeTeam(cloud, plan);
    cloud.trace.emit({ kind: 'change', type: 'reset' });
  }
}
