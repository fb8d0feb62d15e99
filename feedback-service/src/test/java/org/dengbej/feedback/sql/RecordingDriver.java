package org.dengbej.feedback.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/** The driver of PostgreSQL, but each prepared statement that is run through it is kept with its parameters. */
public final class RecordingDriver implements Driver {

    private static final Map<String, RecordedStatement> RECORDED = new ConcurrentHashMap<>();

    private final Driver driver = new org.postgresql.Driver();

    /** Forgets the statements so far. */
    public static void forget() {
        RECORDED.clear();
    }

    /** The statements that were run until now, each text once. */
    public static Collection<RecordedStatement> recorded() {
        return new TreeMap<>(RECORDED).values();
    }

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = driver.connect(url, properties);
        return connection == null ? null : recording(connection);
    }

    private static Connection recording(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = call(connection, method, arguments);
            return method.getName().equals("prepareStatement")
                    ? recording((PreparedStatement) result, (String) arguments[0])
                    : result;
        });
    }

    private static PreparedStatement recording(PreparedStatement statement, String sql) {
        Map<Integer, RecordedStatement.Parameter> parameters = new TreeMap<>();
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (setsParameter(method)) {
                parameters.put((Integer) arguments[0], new RecordedStatement.Parameter(method, kept(arguments)));
            } else if (method.getName().startsWith("execute")) {
                RECORDED.put(sql, new RecordedStatement(sql, List.copyOf(parameters.values())));
            }
            return call(statement, method, arguments);
        });
    }

    /** {@code setString(index, value)} and its like; {@code setFetchSize(rows)} is none. */
    private static boolean setsParameter(Method method) {
        return method.getDeclaringClass() == PreparedStatement.class
                && method.getName().startsWith("set")
                && method.getParameterCount() >= 2;
    }

    private static Object[] kept(Object[] arguments) throws SQLException {
        List<Object> kept = new ArrayList<>();
        for (Object argument : arguments) {
            kept.add(
                    argument instanceof Array array
                            ? new RecordedStatement.Elements(array.getBaseTypeName(), (Object[]) array.getArray())
                            : argument);
        }
        return kept.toArray();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(RecordingDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return driver.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return driver.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.postgresql");
    }
}
