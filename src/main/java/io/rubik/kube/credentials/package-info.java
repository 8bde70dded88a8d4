/**
 * Where the credentials for the API server come from: kubeconfigs, tokens, certificates, plug-ins.
 */
@NullMarked
package io.rubik.kube.credentials;

import org.jspecify.annotations.NullMarked;
