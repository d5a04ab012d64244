/// <reference types="novnc__novnc" />

// The types were written for 1.6, whose entry had another name.
declare module '@novnc/novnc' {
  export { default } from '@novnc/novnc/lib/rfb';
}
