import { describe, expect, it } from 'vitest';
import { isInternalHost } from './internal-host.ts';

describe('a host', () => {
  it.each([
    'localhost',
    'LocalHost.',
    'localhost..',
    '127.0.0.1..',
    'api.localhost',
    'metadata',
    'vault.internal',
    'printer.local',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:192.168.0.1]',
    '[64:ff9b::a00:1]',
    '[64:ff9b:1::7f00:1]',
    '[64:ff9b:1:ffff:ffff:ffff:ffff:ffff]',
    '[::ffff:0:7f00:1]',
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::1]',
    '[2001:0:7f00:1::]',
    '[2001::ffff]',
    '[100::1]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[fe80::1]',
    '[ff02::1]',
  ])('%s is of this machine or its network', (host) => {
    expect(isInternalHost(host)).toBe(true);
  });

  it.each([
    'streaming.mypurecloud.com',
    'localhost.example.com',
    'mylocalhost.example',
    '1.1.1.1',
    '9.255.255.255',
    '100.128.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '223.255.255.255',
    '[2001:4860::8888]',
    '[2001:1::1]',
    '[2003::1]',
    '[64:ff9b:2::7f00:1]',
    '[64:ff9b::8.8.8.8]',
    '[100:0:0:1::1]',
    'example.com..',
    '[::ffff:8.8.8.8]',
  ])('%s is of the internet', (host) => {
    expect(isInternalHost(host)).toBe(false);
  });
});
