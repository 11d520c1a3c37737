export type Json = string | boolean | readonly Json[] | { readonly [key: string]: Json };
