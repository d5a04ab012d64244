import * as v from 'valibot';
import { optional, uuid } from './command.ts';

// What a guest is given at its start, as commands name it: keys and user data.

/** A name that scripts call things by, as CloudStack takes it for key pairs and user data. */
export const pairName = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(255, 'at most 255 characters'),
  // Commas separate the names of several.
  v.regex(/^[^,\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'must not contain commas or control characters'),
);

/** The keys of an instance, by their names in its owner's account: one, or several. */
export const keyPairEntries = {
  keypair: optional(pairName),
  keypairs: optional(v.pipe(v.array(pairName), v.maxLength(16))),
};

/** What a template's user data does with an instance's own. */
export const userDataPolicies = ['ALLOWOVERRIDE', 'APPEND', 'DENYOVERRIDE'] as const;

/** Base64, as clients send it. How long it may be is a setting; this is what a request carries at most. */
export const encodedUserData = v.pipe(
  v.string(),
  v.maxLength(1_398_104, 'at most 1 MiB'),
  v.regex(/^[A-Za-z0-9+/_\s-]*={0,2}\s*$/, 'not in base64'),
);

/** An instance's own user data, or registered user data with values for its names. */
export const userDataEntries = {
  userdata: optional(encodedUserData),
  userdataid: optional(uuid),
  userdatadetails: optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(4096)))),
};

/** A password as a keyboard writes it; how a guest's own rules take it is the guest's. */
export const guestPassword = v.pipe(
  v.string(),
  v.minLength(6, 'at least 6 characters'),
  v.maxLength(64, 'at most 64 characters'),
  v.regex(/^[\x21-\x7e]*$/, 'letters, digits and signs of a keyboard, without spaces'),
);
