/** What every request passes before anything is done for it: how large, how often, from where, for how long. */
package org.dengbej.feedback.http.guard;
