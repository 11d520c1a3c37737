import { arnGlob, anyArn } from './arn-glob.ts';
import { matches, partsOf } from './glob.ts';

const arnLike = (pattern: string, arn: string): boolean => matches(arnGlob(partsOf(pattern)).glob, arn);

describe('The pattern of an ARN operator', () => {
  it.each([
    ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/app', true],
    ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/a:b/c', true],
    ['arn:aws:iam::*:role/app', 'arn:aws:iam::111122223333:role/app', true],
    // A star does not cross a colon, so it cannot stand for an account and more.
    ['arn:aws:iam::*:app', 'arn:aws:iam::111122223333:role:app', false],
    ['arn:aws:*:*:*:*', 'arn:aws:s3:::bucket/key', true],
    ['arn:aws:s3:::b?cket', 'arn:aws:s3:::bucket', true],
    ['arn:?:s3:::bucket', 'arn:::s3:::bucket', false],
    ['arn:aws:s3:::*', 'arn:aws:s3', false],
    ['arn:aws:s3:::Bucket', 'arn:aws:s3:::bucket', false],
  ])('%s on %s is %j', (pattern, arn, expected) => {
    expect(arnLike(pattern, arn)).toBe(expected);
  });

  it('is completed with wildcards, and says so, when it has fewer than six segments', () => {
    const short = arnGlob(partsOf('arn:aws:s*'));
    expect(short.complete).toBe(false);
    expect(matches(short.glob, 'arn:aws:sns:us-east-1:111122223333:topic:x')).toBe(true);
    expect(matches(short.glob, 'arn:aws:iam::111122223333:root')).toBe(false);
    expect(arnGlob(partsOf('arn:aws:sns:us-east-1:111122223333')).complete).toBe(false);
    expect(arnGlob(partsOf('arn:aws:s3:::')).complete).toBe(true);
    expect(arnGlob([{ literal: 'a:b:c:d' }, { literal: ':e:f' }]).complete).toBe(true);
  });

  it('knows a text of six segments', () => {
    expect(matches(anyArn, 'a:b:c:d:e:f')).toBe(true);
    expect(matches(anyArn, 'a:b:c:d:e:f:g')).toBe(true);
    expect(matches(anyArn, 'a:b:c:d:e')).toBe(false);
  });
});
