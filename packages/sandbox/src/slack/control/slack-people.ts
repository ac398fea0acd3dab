import { randomUUID } from 'node:crypto';
import { ControlError } from '../../control/control-error.ts';
import { newId } from '../id.ts';
import type { Click } from '../interaction/click.ts';
import { clickInMessage, clickInView, findElement } from '../interaction/click.ts';
import type { InteractionResult } from '../interaction/interactions.ts';
import { runCommand, runShortcut } from '../interaction/interactions.ts';
import type { FilledIn, SubmissionResult } from '../interaction/submission.ts';
import { closeView, submitView } from '../interaction/submission.ts';
import type { OpenView } from '../interaction/views.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { typedText } from '../text/typed-text.ts';
import { Channel } from '../workspace/channel.ts';
import { keepFile } from '../workspace/keep-file.ts';
import { joinChannel, leaveChannel } from '../workspace/membership.ts';
import type { Block, Message } from '../workspace/message.ts';
import { changeMessage, deleteMessage, postMessage } from '../workspace/posting.ts';
import { fileObject } from '../workspace/stored-file.ts';
import { findActor, findChannel, findMessage, findOwnChannel } from './lookup.ts';
import type {
  ClickOrder,
  CommandOrder,
  EditOrder,
  MessageOrder,
  PlaceOrder,
  SayOrder,
  ShortcutOrder,
  UploadOrder,
} from './orders.ts';

/** What people do in Slack. Each call throws a ControlError when that is not possible. */
export class SlackPeople {
  readonly #cloud: SlackCloud;

  constructor(cloud: SlackCloud) {
    this.#cloud = cloud;
  }

  /** Writes in a channel, a thread or direct messages. */
  say(order: SayOrder): Message {
    const actor = findActor(this.#cloud, order.user, order.team);
    const channel = findOwnChannel(actor, order.channel);
    const thread = order.threadTs === undefined ? undefined : findMessage(channel, order.threadTs);
    const subtype =
      order.me === true ? 'me_message' : order.broadcast === true && thread ? 'thread_broadcast' : undefined;
    return postMessage(this.#cloud, channel, {
      ...(subtype !== undefined && { subtype }),
      user: actor.person.id,
      text: order.raw === true ? order.text : typedText(order.text, actor.team),
      client_msg_id: randomUUID(),
      ...(thread && { thread_ts: thread.thread_ts ?? thread.ts }),
    });
  }

  /** `message_changed`, as when somebody edits what they wrote. */
  edit(order: EditOrder): Message {
    const actor = findActor(this.#cloud, order.user, order.team);
    const channel = findOwnChannel(actor, order.channel);
    const message = findMessage(channel, order.ts);
    if (message.user !== actor.person.id) throw new ControlError(409, 'It is somebody else’s');
    const text = order.raw === true ? order.text : typedText(order.text, actor.team);
    const { blocks: _, ...kept } = message;
    const edited = { user: actor.person.id, ts: channel.nextTs(this.#cloud.now()) };
    const changed = { ...kept, text, edited } as Message;
    return changeMessage(this.#cloud, channel, changed);
  }

  /** `message_changed` without another text, as when a link unfolds. */
  unfurl(order: MessageOrder): Message {
    const { team } = findActor(this.#cloud, order.user, order.team);
    const channel = findChannel(team, order.channel);
    const changed = {
      ...findMessage(channel, order.ts),
      attachments: [{ id: 1, title: 'A page', fallback: 'A page' }],
    };
    return changeMessage(this.#cloud, channel, changed);
  }

  remove(order: MessageOrder): void {
    const { team } = findActor(this.#cloud, order.user, order.team);
    const channel = findChannel(team, order.channel);
    deleteMessage(this.#cloud, channel, findMessage(channel, order.ts));
  }

  /** Shares a file, with words or without. */
  upload(order: UploadOrder): Message {
    const actor = findActor(this.#cloud, order.user, order.team);
    const channel = findOwnChannel(actor, order.channel);
    const file = keepFile(this.#cloud, actor.team, {
      user: actor.person.id,
      name: order.name,
      mimetype: order.mimetype,
      bytes: Buffer.from(order.content, order.base64 === true ? 'base64' : 'utf8'),
      channels: [channel.id],
      external: order.external ?? false,
    });
    return postMessage(this.#cloud, channel, {
      subtype: 'file_share',
      user: actor.person.id,
      text: typedText(order.text ?? '', actor.team),
      files: [fileObject(file, this.#cloud.baseUrl)],
      upload: false,
      ...(order.threadTs !== undefined && { thread_ts: order.threadTs }),
    });
  }

  /** Resolves once the app has answered, or Slack has given up. */
  command(order: CommandOrder): Promise<InteractionResult> {
    const actor = findActor(this.#cloud, order.user, order.team);
    const channel = findOwnChannel(actor, order.channel);
    return runCommand(this.#cloud, actor, { channel, command: order.command, text: order.text ?? '' });
  }

  /** On a message when there is one, else from everybody's menu. */
  shortcut(order: ShortcutOrder): Promise<InteractionResult> {
    const actor = findActor(this.#cloud, order.user, order.team);
    const { callbackId } = order;
    if (order.channel === undefined || order.ts === undefined) return runShortcut(this.#cloud, actor, { callbackId });
    const channel = findOwnChannel(actor, order.channel);
    const message = findMessage(channel, order.ts, actor.person);
    return runShortcut(this.#cloud, actor, { callbackId, on: { channel, message } });
  }

  /** A button or menu, in a message or in a modal. */
  click(order: ClickOrder): Promise<InteractionResult> {
    const actor = findActor(this.#cloud, order.user, order.team);
    const click: Click = { actionId: order.actionId, blockId: order.blockId, value: order.value };
    const missing = new ControlError(404, `Nothing to click is called ${order.actionId}`);
    if (order.viewId !== undefined) {
      const open = this.#view(order.viewId);
      const found = findElement(open.view['blocks'] as readonly Block[], click);
      if (found === undefined) throw missing;
      return clickInView(this.#cloud, actor, { open, found, click });
    }
    const channel = findOwnChannel(actor, order.channel ?? '');
    const message = findMessage(channel, order.ts ?? '', actor.person);
    const found = findElement(message.blocks ?? [], click);
    if (found === undefined) throw missing;
    return clickInMessage(this.#cloud, actor, { channel, message, found, click });
  }

  submit(viewId: string, values: FilledIn = {}): Promise<SubmissionResult> {
    const open = this.#view(viewId);
    return submitView(this.#cloud, findActor(this.#cloud, open.userId, open.teamId), { open, values });
  }

  close(viewId: string): Promise<void> {
    const open = this.#view(viewId);
    return closeView(this.#cloud, findActor(this.#cloud, open.userId, open.teamId), open);
  }

  /** Direct messages with the app, or with other people when given. */
  direct(user: string, others?: readonly string[], team?: string): Channel {
    const cloud = this.#cloud;
    const actor = findActor(cloud, user, team);
    const bot = actor.team.installation?.botUserId;
    const rest = others?.map((name) => findActor(cloud, name, actor.team.id).person.id) ?? (bot ? [bot] : []);
    if (rest.length === 0) throw new ControlError(409, 'The app is not installed there');
    const members = [actor.person.id, ...rest];
    const known = actor.team.directChannel(members);
    if (known !== undefined) return known;
    const kind = rest.length === 1 ? 'im' : 'mpim';
    const names = members.map((id) => actor.team.person(id)?.name);
    const name = kind === 'im' ? '' : `mpdm-${names.join('--')}-1`;
    const id = newId(kind === 'im' ? 'D' : 'G');
    const channel = new Channel({ id, teamId: actor.team.id, name, kind, members, created: cloud.now() });
    actor.team.channels.set(id, channel);
    cloud.trace.emit({ kind: 'change', type: 'channel_created', channel: id });
    return channel;
  }

  /** Somebody comes into a channel; `app` invites the app. */
  join(order: PlaceOrder): void {
    const { channel, who } = this.#place(order);
    if (!channel.members.has(who)) joinChannel(this.#cloud, channel, { user: who });
  }

  leave(order: PlaceOrder): void {
    const { channel, who } = this.#place(order);
    if (channel.members.has(who)) leaveChannel(this.#cloud, channel, who);
  }

  #place(order: PlaceOrder): { readonly channel: Channel; readonly who: string } {
    const actor = findActor(this.#cloud, order.user, order.team);
    const channel = findChannel(actor.team, order.channel);
    const who = order.app === true ? actor.team.installation?.botUserId : actor.person.id;
    if (who === undefined) throw new ControlError(409, 'The app is not installed there');
    return { channel, who };
  }

  #view(viewId: string): OpenView {
    const open = this.#cloud.views.find(viewId);
    if (open === undefined) throw new ControlError(404, `No view ${viewId} is open`);
    return open;
  }
}
