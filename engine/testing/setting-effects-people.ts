import { rootDomainId } from '../contract/identity.ts';
import { signIn } from '../resources/user/sign-in.ts';
import { deployInput, type TestEngine } from './lab.ts';
import { person } from './samples-accounts.ts';
import { outcome, type SettingEffect } from './setting-effect.ts';

/** Whether an account with a password can be made. */
const withPassword =
  (password: string, username = 'ada') =>
  ({ lab }: { lab: TestEngine }) =>
    outcome(lab, 'createAccount', { ...person(username), password });

/** What becomes of a user's wish to have a destroyed instance back. */
async function recovered(lab: TestEngine): Promise<string | undefined> {
  const user = lab.user('ada');
  const id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm'), user)).resourceId ?? '';
  await lab.run('destroyVirtualMachine', { id }, user);
  return await outcome(lab, 'recoverVirtualMachine', { id }, user);
}

/** Every setting about accounts, users and their passwords. */
export const peopleEffects = {
  'incorrect.login.attempts.allowed': {
    values: ['1', '5'],
    seen: ['refused', 'signed in'],
    async look({ lab }) {
      await lab.call('createAccount', person('ada'));
      const enter = (password: string) =>
        signIn(lab.engine.internals.ctx, { username: 'ada', password, domain: undefined }).then(
          () => 'signed in',
          () => 'refused',
        );
      await enter('wrong word');
      return await enter(person('ada').password);
    },
  },
  'window.signin.enabled': {
    values: ['false', 'true'],
    seen: ['refused', 'signed in'],
    async look({ lab }) {
      const { username, password } = person('ada');
      await lab.call('createAccount', { ...person(username), password });
      return await lab.engine.windows.signIn({ username, password, domain: undefined }).then(
        () => 'signed in',
        () => 'refused',
      );
    },
  },
  'password.policy.minimum.length': {
    values: ['9', '8'],
    seen: ['parameter', 'allowed'],
    look: withPassword('12345678'),
  },
  'password.policy.allowPasswordToContainUsername': {
    values: ['false', 'true'],
    seen: ['parameter', 'allowed'],
    look: withPassword('not ada again', 'ada'),
  },
  'password.policy.minimum.digits': {
    values: ['3', '2'],
    seen: ['parameter', 'allowed'],
    look: withPassword('correct horse 42'),
  },
  'password.policy.minimum.lowercase.letters': {
    values: ['3', '2'],
    seen: ['parameter', 'allowed'],
    look: withPassword('BATTERY HORSe x'),
  },
  'password.policy.minimum.uppercase.letters': {
    values: ['2', '1'],
    seen: ['parameter', 'allowed'],
    look: withPassword('Correct horse'),
  },
  'password.policy.minimum.special.characters': {
    values: ['2', '1'],
    seen: ['parameter', 'allowed'],
    look: withPassword('correct-horse'),
  },
  'allow.user.expunge.recover.vm': {
    values: ['false', 'true'],
    seen: ['account', 'allowed'],
    look: ({ lab }) => recovered(lab),
  },
  'enable.account.settings.for.domain': {
    values: ['false', 'true'],
    seen: ['account', 'allowed'],
    async look({ lab }) {
      await lab.call('updateConfiguration', {
        name: 'allow.user.expunge.recover.vm',
        value: 'true',
        domainid: rootDomainId,
      });
      return await recovered(lab);
    },
  },
  'enable.domain.settings.for.child.domain': {
    values: ['true', 'false'],
    seen: ['parameter', 'allowed'],
    async look({ lab }) {
      const sales = await lab.call('createDomain', { name: 'sales' });
      const north = await lab.call('createDomain', { name: 'north', parentdomainid: sales.id });
      await lab.call('updateConfiguration', {
        name: 'password.policy.minimum.length',
        value: '20',
        domainid: sales.id,
      });
      return await outcome(lab, 'createAccount', { ...person('ada'), domainid: north.id });
    },
  },
} satisfies Record<string, SettingEffect>;
