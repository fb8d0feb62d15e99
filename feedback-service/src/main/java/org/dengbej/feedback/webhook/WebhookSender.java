package org.dengbej.feedback.webhook;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dengbej.feedback.config.FeedbackConfig;

/**
 * The sender of webhooks. A delivery is acknowledged by a status of 2xx; any other outcome is tried again, later each time, and given up
 * after three days. It may arrive twice, with the same {@code webhook-id}. Redirects are not followed.
 */
@ApplicationScoped
class WebhookSender {

    private static final int MAX_BATCH = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int MAX_ERROR_CHARACTERS = 300;

    /** Delays before the next attempts, as Standard Webhooks suggests. */
    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** What is erased is gone within a day, also what was told of it. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int MAX_DELETED = 5000;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final FeedbackConfig config;
    private final Webhooks webhooks;
    private final HttpClient client;

    @Inject
    WebhookSender(FeedbackConfig config, Webhooks webhooks, Vertx vertx) {
        this.config = config;
        this.webhooks = webhooks;
        client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) TIMEOUT.toMillis())
                .setKeepAlive(false));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void sendDue() {
        try {
            List<Webhooks.Due> due = webhooks.take(MAX_BATCH, LEASE);
            // All at once: a silent host holds up nobody else.
            List<Future<Integer>> sends = new ArrayList<>();
            for (Webhooks.Due each : due) {
                sends.add(send(each));
            }
            for (int i = 0; i < due.size(); i++) {
                settle(due.get(i), sends.get(i));
            }
        } catch (SQLException e) {
            Log.debugf("webhooks not sent, trying again: reason=%s", e.getMessage());
        }
    }

    @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    void deleteDone() {
        try {
            while (webhooks.deleteDone(KEPT, MAX_DELETED) == MAX_DELETED) {
                // the rest
            }
        } catch (SQLException e) {
            Log.debugf("deliveries not deleted, trying again: reason=%s", e.getMessage());
        }
    }

    private Future<Integer> send(Webhooks.Due due) {
        try {
            long timestamp = Instant.now().getEpochSecond();
            return client.request(options(URI.create(due.url()))
                            .putHeader("Content-Type", "application/json")
                            .putHeader("User-Agent", "Dengbej-Webhooks")
                            .putHeader("webhook-id", due.event())
                            .putHeader("webhook-timestamp", Long.toString(timestamp))
                            .putHeader(
                                    "webhook-signature",
                                    WebhookSignature.of(due.secret(), due.event(), timestamp, due.body())))
                    .compose(request -> request.send(Buffer.buffer(due.body())))
                    .map(response -> {
                        response.request().connection().close(); // whatever its body is
                        return response.statusCode();
                    });
        } catch (UnknownHostException e) {
            return Future.failedFuture(e);
        }
    }

    private RequestOptions options(URI url) throws UnknownHostException {
        boolean tls = url.getScheme().equals("https");
        int defaultPort = tls ? HTTPS_PORT : HTTP_PORT;
        int port = url.getPort() < 0 ? defaultPort : url.getPort();
        InetAddress address = PublicAddress.of(url.getHost(), config.webhooks().privateAddresses());
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(tls)
                .setMethod(HttpMethod.POST)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setTimeout(TIMEOUT.toMillis());
    }

    private void settle(Webhooks.Due due, Future<Integer> send) throws SQLException {
        try {
            int status =
                    send.toCompletionStage().toCompletableFuture().get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (status >= 200 && status < 300) {
                webhooks.delivered(due);
            } else {
                failed(due, "HTTP status " + status);
            }
        } catch (ExecutionException e) {
            failed(due, e.getCause().getMessage());
        } catch (TimeoutException e) {
            failed(due, "no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the lease ends, and it is sent again
        }
    }

    private void failed(Webhooks.Due due, String error) throws SQLException {
        Duration delay = due.attempts() <= DELAYS.size() ? DELAYS.get(due.attempts() - 1) : null;
        String told = error == null ? "failed" : error;
        Log.warnf("webhook not delivered: url=%s attempt=%d reason=%s", due.url(), due.attempts(), told);
        webhooks.failed(due, told.substring(0, Math.min(told.length(), MAX_ERROR_CHARACTERS)), delay);
    }
}
