export { adapter, type TelegramOptions } from './telegram-adapter.ts';
