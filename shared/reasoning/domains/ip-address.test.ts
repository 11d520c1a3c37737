import fc from 'fast-check';
import { addressText, readAddress, readBlock } from './ip-address.ts';

const written = (text: string): string | undefined => {
  const address = readAddress(text);
  return address === undefined ? undefined : addressText(address);
};

describe('An address of a condition', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:db8::0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:203.0.113.7', '::ffff:cb00:7107'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
  ])('%s is written %s', (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  it.each([
    '',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.07',
    '203.0.113.7.1',
    '203.0.113.7/32',
    ' 203.0.113.7',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '１::',
  ])('%j is no address', (text) => {
    expect(readAddress(text)).toBeUndefined();
  });

  it('of either version is read back from its text', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const address = readAddress(text);
        expect(address).toBeDefined();
        expect(readAddress(addressText(address!))).toEqual(address);
      }),
    );
    fc.assert(fc.property(fc.ipV4(), (text) => written(text) === text));
  });

  it('is in the block of its first bits', () => {
    expect(readBlock('203.0.113.9/24')).toEqual(readBlock('203.0.113.0/24'));
    expect(readBlock('203.0.113.0/24')).toEqual({ version: 4, range: [3405803776, 3405804032] });
    expect(readBlock('0.0.0.0/0')).toEqual({ version: 4, range: [0, 4294967296] });
    expect(readBlock('2001:db8::/32')).toEqual({
      version: 6,
      range: [0x20010db8n << 96n, 0x20010db9n << 96n],
    });
    expect(readBlock('::/0')).toEqual({ version: 6, range: [0n, 1n << 128n] });
    expect(readBlock('203.0.113.7')).toEqual({ version: 4, range: [3405803783, 3405803784] });
  });

  it.each(['203.0.113.0/33', '203.0.113.0/', '203.0.113.0/-1', '203.0.113.0/8/8', '::/129', '::/032', '*'])(
    '%j is no block',
    (text) => {
      expect(readBlock(text)).toBeUndefined();
    },
  );
});
