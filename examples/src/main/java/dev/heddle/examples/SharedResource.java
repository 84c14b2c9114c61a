package dev.heddle.examples;

import dev.heddle.handle.Handle;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Shares one resource among several owners; whoever closes the last handle closes the resource. */
public final class SharedResource {
    private SharedResource() {}

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        StringBuffer index = new StringBuffer("heddle, loom, warp");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Handle<StringBuffer> mine = Handle.of(index, closed -> System.out.println("closed once"))) {
            for (int i = 0; i < 100; i++) {
                Handle<StringBuffer> yours = mine.retain(); // before the own one is closed
                threads.execute(() -> {
                    try (yours) {
                        yours.get().indexOf("warp");
                    }
                });
            }
        }
    }
}
